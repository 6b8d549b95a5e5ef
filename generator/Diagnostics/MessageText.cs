using System.Globalization;
using System.Text;

namespace EdgeCompile.Diagnostics;

/// <summary>
/// Makes text that quotes a model fit for a build log: names in a model are untrusted data, and one with a line break or a
/// terminal's escape in it must not be able to forge or hide lines.
/// </summary>
static class MessageText
{
    const int LongestMessage = 1500;
    const int LongestName = 120;

    /// <summary>One line without control, formatting or broken characters, shortened.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(Math.Min(text.Length, LongestMessage + 3));
        foreach (var c in text)
        {
            if (printable.Length == LongestMessage) return printable.Append("...").ToString();
            printable.Append(IsPrintable(c) ? c : '?');
        }
        return printable.ToString();
    }

    /// <summary>A name from a model in quotes, shortened.</summary>
    public static string Quote(string name) => name.Length <= LongestName ? $"'{name}'" : $"'{name.Substring(0, LongestName)}...'";

    /// <summary>Names from a model in quotes, the first few of many.</summary>
    public static string Quote(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var shown = string.Join(", ", all.Take(8).Select(Quote));
        return all.Length == 0 ? "none" : all.Length <= 8 ? shown : $"{shown} and {(all.Length - 8).ToString(CultureInfo.InvariantCulture)} more";
    }

    static bool IsPrintable(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}
