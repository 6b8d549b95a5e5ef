using System.Globalization;
using EdgeCompile.Diagnostics;

namespace EdgeCompile.Tool.Html;

/// <summary>Text and numbers for a page; names from a model are data.</summary>
static class Text
{
    public static string Escape(string text) => MessageText.Printable(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");

    public static string Number(long number) => number.ToString("n0", CultureInfo.InvariantCulture);
    public static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
    public static string Share(double part, double whole) => whole > 0 ? (part / whole).ToString("p1", CultureInfo.InvariantCulture) : "";
}
