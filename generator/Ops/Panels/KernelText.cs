using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>Phrases that the kernels' texts share.</summary>
static class KernelText
{
    /// <summary>A loop of type int over a stretch; where there is but one step, nothing is written and <see cref="Cut.Index"/> is a number.</summary>
    public static IDisposable? Loop(this CodeWriter code, string name, Cut cut) => cut.Count == 1 ? null
        : code.Braces($"for (int {name} = {Number(cut.From)}; {name} < {Number(cut.To)}; {Increment(name, cut.Step)})");

    /// <summary>The same over what a thread has of the stretch, whose steps are the units from <paramref name="firstUnit"/> on.</summary>
    public static IDisposable SharedLoop(this KernelWriter writer, string name, Cut cut, int firstUnit)
    {
        const string from = KernelWriter.From, to = KernelWriter.To;
        if (cut.Count == 1) return writer.Code.Braces($"if ({from} <= {Number(firstUnit)} && {Number(firstUnit)} < {to})");
        var first = firstUnit == 0 ? from : $"int.Max(0, {from} - {Number(firstUnit)})";
        var last = firstUnit == 0 ? to : $"{to} - {Number(firstUnit)}";
        var end = firstUnit == 0 && cut.Count == writer.Units ? to : $"int.Min({Number(cut.Count)}, {last})";
        return writer.Code.Braces($"for (int {name} = {AtUnit(first)}; {name} < {AtUnit(end)}; {Increment(name, cut.Step)})");

        string AtUnit(string unit) => Sum([(unit, cut.Step)], cut.From);
    }

    /// <summary>Writes a function of the method that the JIT compiles by itself, with these references and int indices as parameters.</summary>
    public static IDisposable Function(this CodeWriter code, string name, IEnumerable<(string Type, string Name)> references,
        IEnumerable<string> indices)
    {
        code.Line().Line("[MethodImpl(Alone)]");
        var parameters = references.Select(reference => $"ref {reference.Type} {reference.Name}").Concat(indices.Select(index => "int " + index));
        return code.Braces($"static void {name}({string.Join(", ", parameters)})");
    }

    /// <summary>Writes the call of such a function from where all of them have the same names.</summary>
    public static void Call(this CodeWriter code, string name, IEnumerable<(string Type, string Name)> references, IEnumerable<string> indices) =>
        code.Line($"{name}({string.Join(", ", references.Select(reference => "ref " + reference.Name).Concat(indices))});");

    static string Increment(string name, int step) => step == 1 ? name + "++" : $"{name} += {Number(step)}";

    /// <summary>Moves a reference on, if at all.</summary>
    public static void Advance(this CodeWriter code, string name, int step)
    {
        if (step != 0) code.Line($"{name} = ref {Operand.At(name, Number(step))};");
    }

    /// <summary>A sum of C# terms, each with a factor, and a constant.</summary>
    public static string Sum(IEnumerable<(string Term, int Factor)> terms, int constant = 0)
    {
        var parts = terms.Where(term => term.Factor != 0 && term.Term != "0")
            .Select(term => term.Factor == 1 ? term.Term : $"{term.Term} * {Number(term.Factor)}").ToList();
        if (constant != 0 || parts.Count == 0) parts.Add(Number(constant));
        return string.Join(" + ", parts).Replace("+ -", "- ");
    }

    /// <summary>A name or number, moved on.</summary>
    public static string Plus(string index, int shift) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Number(number + shift)
        : shift == 0 ? index : $"{index} + {Number(shift)}";

    /// <summary>The references of a kernel's method, each once, with their C# types.</summary>
    public static IEnumerable<(string Type, string Name)> References(
        KernelWriter writer, Operand? input, IEnumerable<string?> weights, Operand output, Epilogue? epilogue)
    {
        var operands = epilogue is null ? [] : epilogue.Expression.Loads().Select(load => writer[load.Source]);
        return (input is null ? [] : new[] { (input.Value.Element.CSharpName(), input.Name) })
            .Concat(weights.OfType<string>().Select(weight => ("float", weight)))
            .Append((output.Value.Element.CSharpName(), output.Name))
            .Concat(operands.Select(operand => (operand.Value.Element.CSharpName(), operand.Name)))
            .Distinct();
    }

    /// <summary>A vector's first channels, in parts that are stored exactly: whole, halves, single floats.</summary>
    public static IEnumerable<(string Value, int Offset, int Lanes)> Parts(string vector, int lanes, int channels, int offset = 0)
    {
        if (channels >= lanes) return [(vector, offset, lanes)];
        if (lanes == 4) return Enumerable.Range(0, channels).Select(i => ($"F32x4.Element({vector}, {Number(i)})", offset + i, 1));
        var half = lanes / 2;
        var lower = Parts($"{Isa.LaneClass(lanes)}.Lower({vector})", half, Math.Min(half, channels), offset);
        return channels <= half ? lower : lower.Concat(Parts($"{Isa.LaneClass(lanes)}.Upper({vector})", half, channels - half, offset + half));
    }
}
