using System.Globalization;
using System.Text;

namespace EdgeCompile.Support;

/// <summary>
/// The one place where text and numbers become C#. Names, doc strings and metadata of a model are untrusted data: they reach
/// emitted code only as a literal, a comment of printable ASCII, or an identifier made here.
/// </summary>
static class CSharpText
{
    const int LongestComment = 100;
    const int LongestIdentifier = 60;

    /// <summary>A C# string literal, quotes included.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~') literal.Append(c);
            else literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return literal.Append('"').ToString();
    }

    /// <summary>Printable ASCII, shortened, that cannot end a comment of either form or open an XML tag.</summary>
    public static string Comment(string text)
    {
        var comment = new StringBuilder();
        foreach (var c in text)
        {
            if (comment.Length == LongestComment) return comment.Append("...").ToString();
            comment.Append(c is < ' ' or > '~' or '<' or '>' or '&' or '*' or '\\' ? '?' : c);
        }
        return comment.ToString();
    }

    /// <summary>A valid identifier in PascalCase or camelCase for a public member; the caller makes it unique (see <see cref="Names"/>).</summary>
    public static string Identifier(string text, bool pascal)
    {
        var identifier = new StringBuilder();
        var upper = pascal;
        foreach (var c in text)
        {
            if (identifier.Length == LongestIdentifier) break;
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            {
                if (identifier.Length == 0 && c is >= '0' and <= '9') identifier.Append(pascal ? 'T' : 't');
                identifier.Append(upper ? char.ToUpperInvariant(c) : identifier.Length == 0 ? char.ToLowerInvariant(c) : c);
                upper = false;
            }
            else upper = identifier.Length > 0 || pascal;
        }
        if (identifier.Length == 0) identifier.Append(pascal ? "Tensor" : "tensor");
        var name = identifier.ToString();
        return Keywords.Contains(name) ? "@" + name : name;
    }

    /// <summary>Whether a name that the user chose can stand in code as it is: no keyword, not even a contextual one, and no escape.</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            && !Keywords.Contains(name);

    /// <summary>An expression without parentheses around the whole of it.</summary>
    public static string Bare(string expression)
    {
        if (expression.Length < 2 || expression[0] != '(') return expression;
        var depth = 0;
        for (var i = 0; i < expression.Length; i++)
        {
            if (expression[i] == '(') depth++;
            else if (expression[i] == ')' && --depth == 0) return i == expression.Length - 1 ? expression.Substring(1, i - 1) : expression;
        }
        return expression;
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float literal that reads back as the same bits.</summary>
    public static string Number(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : value == 0 && 1 / value < 0 ? "-0f"
        : value.ToString("G9", CultureInfo.InvariantCulture) + "f";

    /// <summary>A double literal that reads back as the same bits.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : value == 0 && 1 / value < 0 ? "-0d"
        : value.ToString("G17", CultureInfo.InvariantCulture) + "d";

    static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while", "value", "field", "var", "await", "async", "record", "file", "scoped", "required", "partial",
    };
}
