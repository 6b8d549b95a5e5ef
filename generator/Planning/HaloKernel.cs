using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Planning;

/// <summary>Writes zeros, or a zero point, into the halo of a buffer.</summary>
sealed class HaloKernel(Value tensor, TensorBuffer buffer) : Kernel
{
    public override string Name => "zero-halo";
    public override IReadOnlyList<Value> Inputs => [.. Sources(buffer.Halo!)];
    public override IReadOnlyList<Value> Outputs => [tensor];

    /// <summary>The tensors that are read to know what a halo holds.</summary>
    public static IEnumerable<Value> Sources(Halo halo) => halo.Fill is null ? [] : halo.Fill.Loads().Select(load => load.Source);

    public override void Emit(KernelWriter writer)
    {
        var fill = buffer.Halo!.Fill switch
        {
            null => "Clear()",
            Expr.Number number => $"Fill({CSharpText.Number((int)number.Value)})",
            var read => $"Fill({new VectorCode(writer, 1, -1, []).Write(read)})",
        };
        ClearAround(writer.Code, writer[tensor], fill, 0, "", -buffer.Layout.Offset);
    }

    /// <summary>Clears, along the axes from outermost to innermost, what lies before and after; inside it goes on with the next axis.</summary>
    void ClearAround(CodeWriter code, Operand operand, string fill, int depth, string index, int start)
    {
        if (depth == buffer.Order.Count || !buffer.Order.Skip(depth).Any(a => buffer.Halo!.Extra(a) > 0)) return;
        var axis = buffer.Order[depth];
        var (before, after, size, stride) = (buffer.Halo!.Before[axis], buffer.Halo.After[axis], buffer.Shape[axis], buffer.Layout.Strides[axis]);
        Clear(code, operand, fill, index, start, before * stride);
        Clear(code, operand, fill, index, start + (before + size) * stride, after * stride);

        start += before * stride;
        if (!buffer.Order.Skip(depth + 1).Any(a => buffer.Halo.Extra(a) > 0)) return;
        if (size == 1) ClearAround(code, operand, fill, depth + 1, index, start);
        else
        {
            var loop = "i" + CSharpText.Number(depth);
            using (code.Braces($"for (int {loop} = 0; {loop} < {CSharpText.Number(size)}; {loop}++)"))
                ClearAround(code, operand, fill, depth + 1, $"{index}{loop} * {CSharpText.Number(stride)} + ", start);
        }
    }

    static void Clear(CodeWriter code, Operand operand, string fill, string index, int start, int count)
    {
        if (count > 0)
            code.Line($"MemoryMarshal.CreateSpan(ref RefMath.Add(ref {operand.Name}, {index}{CSharpText.Number(start)}), {CSharpText.Number(count)}).{fill};");
    }
}
