using System.Globalization;
using System.Text;

namespace EdgeCompile.Emit;

/// <summary>
/// Reads the label names that Ultralytics' exporter writes: a Python dictionary from 0, 1, … to strings, as in <c>{0: 'cat', 1: "dog's"}</c>.
/// </summary>
static class LabelNames
{
    const int MostLabels = 1 << 16;

    /// <summary>The names in order, or null where the text is anything else.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        var at = 0;
        var names = new List<string>();
        if (!Take('{')) return null;
        if (Take('}')) return AtEnd() ? names : null;
        do
        {
            if (names.Count > 0 && Peek() == '}') break;   // Python allows a comma after the last item.
            if (names.Count == MostLabels || !TakeText(names.Count.ToString(CultureInfo.InvariantCulture)) || !Take(':')
                || TakeString() is not { } name) return null;
            names.Add(name);
        }
        while (Take(','));
        return Take('}') && AtEnd() ? names : null;

        void SkipSpaces()
        {
            while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
        }

        char Peek()
        {
            SkipSpaces();
            return at < text.Length ? text[at] : '\0';
        }

        bool Take(char c)
        {
            if (Peek() != c || at == text.Length) return false;
            at++;
            return true;
        }

        bool TakeText(string wanted)
        {
            SkipSpaces();
            if (string.CompareOrdinal(text, at, wanted, 0, wanted.Length) != 0) return false;
            at += wanted.Length;
            return true;
        }

        bool AtEnd()
        {
            SkipSpaces();
            return at == text.Length;
        }

        string? TakeString()
        {
            var quote = Peek();
            if (quote is not ('\'' or '"')) return null;
            var value = new StringBuilder();
            for (at++; at < text.Length && text[at] is not ('\n' or '\r'); at++)
            {
                if (text[at] == quote)
                {
                    at++;
                    return value.ToString();
                }
                if (text[at] != '\\') value.Append(text[at]);
                else if (!TakeEscape(value)) return null;
            }
            return null;
        }

        // The escapes that Python's repr writes. Leaves `at` on the last character of the escape.
        bool TakeEscape(StringBuilder value)
        {
            if (++at >= text.Length) return false;
            var digits = text[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (at + digits >= text.Length || !uint.TryParse(text.Substring(at + 1, digits), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var code)
                    || code > 0x10FFFF || code is >= 0xD800 and <= 0xDFFF) return false;
                value.Append(char.ConvertFromUtf32((int)code));
                at += digits;
                return true;
            }
            char? plain = text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '\\' or '\'' or '"' => text[at], _ => null };
            if (plain is { } character) value.Append(character);
            return plain is not null;
        }
    }
}
