using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>The C# of strings: numbers written as decimals and read from them. They are kept, compared and cast, nothing else.</summary>
static class TextCode
{
    const string Class = "global::EdgeCompile.Runtime.NumberText";

    public static string Call(Expr.Call call, IReadOnlyList<string> x)
    {
        var from = call.Arguments[0].Type;
        return call.Function switch
        {
            Function.Equal => $"string.Equals({x[0]}, {x[1]})",
            Function.Cast => from switch
            {
                ElementType.String => x[0],
                ElementType.Bool => $"({x[0]} ? \"True\" : \"False\")",
                _ when SmallFloatCode.Has(from) => $"{Class}.Of({SmallFloatCode.Value(x[0], from)})",
                _ => $"{Class}.Of({x[0]})",
            },
            _ => throw new ModelException($"{call.Function} of strings is not compiled"),
        };
    }

    /// <summary>The number in a text, as a long for integers and as a double for all others.</summary>
    public static string Parse(string x, ElementType to) => $"{Class}.{(to.IsInteger() ? "Whole" : "Real")}({x})";
}
