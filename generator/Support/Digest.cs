using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCompile.Support;

/// <summary>SHA-256 as lower-case hexadecimal text: identity of models, weights and tables.</summary>
static class Digest
{
    public static string Of(byte[] bytes)
    {
        using var sha = SHA256.Create();
        var text = new StringBuilder(64);
        foreach (var b in sha.ComputeHash(bytes)) text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    public static string OfText(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string OfInts(IEnumerable<int> numbers) => OfText(string.Join(",", numbers.Select(CSharpText.Number)));
}
