using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>Writes index expressions and addresses as C# of type int, constants folded.</summary>
/// <param name="writer">The method that is written.</param>
/// <param name="axes">The C# of each loop index: a name, a number, or <c>name + number</c>.</param>
/// <param name="value">Writes what is no index arithmetic (a loaded index, a choice) as a C# integer.</param>
sealed class IndexCode(KernelWriter writer, IReadOnlyList<string> axes, Func<Expr, string> value)
{
    /// <summary>The sum in parentheses where it needs them.</summary>
    public string Atom(Expr index) => Parenthesised(Sum(index));

    public string Sum(Expr index) => Sum(Affine.Of(index));

    /// <summary>The test that an index is neither below 0 nor beyond a size.</summary>
    public string IsInside(Expr index, int size) => $"unchecked((uint)({Sum(index)})) < {CSharpText.Number(size)}";

    public string Sum(Affine sum)
    {
        var (moving, constant) = Separate(sum);
        return moving.Length == 0 ? CSharpText.Number(constant) : constant == 0 ? moving
            : $"{moving} + {CSharpText.Number(constant)}".Replace("+ -", "- ");
    }

    /// <summary>What changes with the loops, if anything, and what is added to it.</summary>
    public (string Moving, long Constant) Separate(Affine sum)
    {
        var constant = (long)sum.Constant;
        var terms = new List<string>();
        foreach (var factor in sum.Factors)
        {
            var (name, shift) = Split(axes[factor.Key]);
            constant += (long)shift * factor.Value;
            if (name.Length > 0) terms.Add(Times(name, factor.Value));
        }
        foreach (var (part, factor) in sum.Others)
            if (factor != 0) terms.Add(Times(Part(part), factor));
        return (string.Join(" + ", terms).Replace("+ -", "- "), constant);
    }

    string Part(Expr part) => part switch
    {
        Expr.Table table => $"RefMath.Add(ref MemoryMarshal.GetReference({writer.Table(table.Entries)}), {Sum(table.Position)})",
        Expr.Call { Function: Function.Multiply, Arguments: [var a, var b] } => $"({Atom(a)} * {Atom(b)})",
        Expr.Call { Function: Function.Divide, Arguments: [var a, var b] } => $"({Atom(a)} / {Atom(b)})",
        Expr.Call { Function: Function.Modulo, Arguments: [var a, var b] } when !ScalarCode.MayBeNegative(a) => $"({Atom(a)} % {Atom(b)})",
        Expr.Call { Function: Function.Max or Function.Min, Arguments: [var a, var b] } call => $"int.{call.Function}({Sum(a)}, {Sum(b)})",
        _ => value(part),
    };

    static string Times(string text, int factor) => factor switch
    {
        1 => text,
        -1 => "-" + text,
        _ => $"{text} * {CSharpText.Number(factor)}",
    };

    /// <summary>What moves in an index and how far it is shifted: <c>w + 3</c> is w and 3, <c>5</c> is nothing and 5.</summary>
    static (string Name, int Shift) Split(string axis)
    {
        if (int.TryParse(axis, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return ("", number);
        var plus = axis.LastIndexOf(" + ", StringComparison.Ordinal);
        return plus > 0 && IsName(axis.Substring(0, plus))
            && int.TryParse(axis.Substring(plus + 3), NumberStyles.None, CultureInfo.InvariantCulture, out var shift)
            ? (axis.Substring(0, plus), shift)
            : (Parenthesised(axis), 0);
    }

    static string Parenthesised(string text) => text.Contains(' ') || text.StartsWith("-", StringComparison.Ordinal) ? $"({text})" : text;

    public static bool IsName(string text) => text.All(c => char.IsLetterOrDigit(c) || c == '_');
}
