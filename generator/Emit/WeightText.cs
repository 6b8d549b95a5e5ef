using System.Globalization;
using System.Text;

namespace EdgeCompile.Emit;

/// <summary>
/// Bytes as the text between the quotes of a C# string literal, two to a UTF-16 code unit, the lower one first. The compiler takes such a
/// literal twenty times faster than an array initialiser of the same bytes.
/// </summary>
static class WeightText
{
    public static string Of(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length + bytes.Length / 2);
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var unit = (char)(bytes[i] | (i + 1 < bytes.Length ? bytes[i + 1] << 8 : 0));
            if (unit is '"' or '\\') text.Append('\\').Append(unit);
            else if (StandsForItself(unit)) text.Append(unit);
            else text.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>ASCII, and letters and ideographs that no reader of UTF-8 could take for a line end, a mark or half a character.</summary>
    static bool StandsForItself(char unit) => unit is (>= ' ' and <= '~') or (>= '\u4E00' and <= '\u9FA5') or (>= '\uAC00' and <= '\uD7A3');
}
