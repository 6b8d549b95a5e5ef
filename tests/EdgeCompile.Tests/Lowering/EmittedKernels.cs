using System.Reflection;
using System.Runtime.Intrinsics.X86;
using EdgeCompile.Harness;
using EdgeCompile.Emit;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Tests.Lowering;

/// <summary>
/// Kernels compiled in memory, all of them and every rung in one compilation, and run on buffers with room around each tensor: bytes that a
/// kernel has no business with are checked, and what it should not read is NaN (but for zeros in halos).
/// </summary>
sealed class EmittedKernels
{
    const int Margin = 32;

    readonly List<KernelCase> _cases;
    readonly Func<string, string> _edit;
    readonly Dictionary<Isa, Type> _rungs = [];

    /// <param name="cases">The kernels.</param>
    /// <param name="edit">Changes their code before it is compiled: to take a way that this machine would not.</param>
    public EmittedKernels(IEnumerable<KernelCase> cases, Func<string, string>? edit = null)
    {
        _cases = [.. cases];
        _edit = edit ?? (text => text);
        var rungs = Rungs.ToList();
        Source = string.Join("\n", rungs.Select(Text));
        var loaded = InMemoryCompiler.Compile([.. rungs.Select(isa => new SourceFile(isa.Name + ".cs", _edit(Text(isa))))], [], collectible: false);
        foreach (var isa in rungs) _rungs.Add(isa, loaded.Assembly.GetType("Emitted." + isa.Name)!);
    }

    /// <summary>The rungs that this machine has.</summary>
    public static IEnumerable<Isa> Rungs =>
        Isa.All.Where(isa => isa.Lanes switch { 16 => Avx512DQ.IsSupported, 8 => Fma.IsSupported && Avx2.IsSupported, _ => true });

    /// <summary>All that was compiled.</summary>
    public string Source { get; }

    /// <summary>Runs a case on a rung and returns the tensors it stores.</summary>
    /// <param name="index">The case's place in the list.</param>
    /// <param name="isa">The rung.</param>
    /// <param name="before">What the results' buffers hold before (for nests that write a part), by value.</param>
    public IReadOnlyList<Tensor> Run(int index, Isa isa, IReadOnlyDictionary<Value, Tensor>? before = null)
    {
        var test = _cases[index];
        var operands = Operands(test);
        var buffers = new List<byte[]>();
        var offsets = new List<int>();
        foreach (var value in operands)
        {
            var layout = test.LayoutOf(value);
            var isResult = test.Kernel.Results.Contains(value);
            var (first, last) = value.Shape.Count == 0 ? (0, 0) : layout.Range(value.Shape);
            var halo = test.Kernel.HaloOf(value);
            var start = Margin - Math.Min(0, first);
            var behind = halo?.After.Zip(layout.Strides, (after, stride) => after * stride).Sum() ?? 0;
            var buffer = new byte[(start + Math.Max(last, 0) + behind + Margin) * value.Element.Size()];
            // Halos are zero, of bytes their filling; where there is none, everything around the elements is a pattern that is NaN as any float.
            if (value.Element != ElementType.Bool) buffer.AsSpan().Fill(halo is null ? (byte)0xff : Filling(test, halo));
            var content = isResult ? before?.GetValueOrDefault(value) : value.Constant ?? test.Inputs[value];
            if (content is not null) Place(content, layout, buffer, start);
            buffers.Add(buffer);
            offsets.Add((start + layout.Offset) * value.Element.Size());
        }
        foreach (var weight in test.Kernel.Weights)
        {
            buffers.Add(weight.Bytes);
            offsets.Add(0);
        }
        var scratch = test.Kernel.ScratchBytesWith(test.LayoutOf);
        buffers.Add(new byte[scratch + Margin]);
        offsets.Add(0);

        var untouched = buffers.Select(buffer => (byte[])buffer.Clone()).ToArray();
        _rungs[isa].GetMethod("Run" + CSharpText.Number(index), BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Action<byte[][],
            int[]>>()([.. buffers], [.. offsets]);

        Assert.True(buffers[^1].AsSpan(scratch).SequenceEqual(untouched[^1].AsSpan(scratch)), $"{test.Name} on {isa.Name} writes behind its scratch");
        var results = new List<Tensor>();
        for (var i = 0; i < operands.Count; i++)
        {
            var start = offsets[i] / Math.Max(1, operands[i].Element.Size()) - test.LayoutOf(operands[i]).Offset;
            if (test.Kernel.Results.Contains(operands[i]))
            {
                var result = new Tensor(operands[i].Element, operands[i].Shape);
                ForEachElement(result, test.LayoutOf(operands[i]), start, (element, at) =>
                {
                    buffers[i].AsSpan(at, result.Element.Size()).CopyTo(result.Bytes.AsSpan(element * result.Element.Size()));
                    untouched[i].AsSpan(at, result.Element.Size()).CopyTo(buffers[i].AsSpan(at));
                });
                results.Add(result);
            }
            Assert.True(buffers[i].AsSpan().SequenceEqual(untouched[i]), $"{test.Name} on {isa.Name} writes outside of its output");
        }
        return results;
    }

    static byte Filling(KernelCase test, Halo halo) => halo.Fill switch
    {
        null => 0,
        Expr.Number number => unchecked((byte)(int)number.Value),
        Expr.Load read => test.Inputs[read.Source].Bytes[0],
        var other => throw new NotSupportedException(other.ToString()),
    };

    static IReadOnlyList<Value> Operands(KernelCase test) => [.. test.Kernel.Reads.Concat(test.Kernel.Results).Concat(test.Kernel.Constants)];

    string Text(Isa isa)
    {
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics",
            "EdgeCompile.Runtime" })
            code.Line($"using {name};");
        foreach (var alias in RungAliases.Of(Isa.Avx512, _ => true)) code.Line(alias);
        using (code.Braces("namespace Emitted"))
        using (code.Braces($"static class {isa.Name}"))
        {
            code.Line(RungEmitter.MethodOptions);
            var tables = new SortedSet<string>(StringComparer.Ordinal);
            var shared = new SharedMethods(new Names());
            for (var i = 0; i < _cases.Count; i++) Method(code, isa, i, tables, shared);
            code.Line(shared.ToString());
            foreach (var table in tables) code.Line(table);
        }
        return code.ToString();
    }

    void Method(CodeWriter code, Isa isa, int index, SortedSet<string> tables, SharedMethods shared)
    {
        var test = _cases[index];
        var operands = Operands(test).Select((value, i) => new Operand(value, "x" + CSharpText.Number(i), value.Shape, test.LayoutOf(value)))
            .ToList();
        var weights = test.Kernel.Weights.Select((weight, i) => (Name: "w" + CSharpText.Number(i), Type: weight.Element.CSharpName())).ToList();
        var parameters = operands.Select(operand => (operand.Name, Type: operand.Value.Element.CSharpName())).Concat(weights).ToList();
        if (test.Kernel.ScratchBytesWith(test.LayoutOf) > 0) parameters.Add(("scratch", "byte"));
        var number = CSharpText.Number(index);

        code.Line($"// {CSharpText.Comment(test.Name)}");
        code.Line("[MethodImpl(Optimised)]");
        using (code.Braces($"static void Case{number}({string.Join(", ", parameters.Select(p => $"ref {p.Type} {p.Name}"))})"))
        {
            var writer = new KernelWriter(isa, code, operands, [.. weights.Select(weight => weight.Name)], shared);
            test.Kernel.Emit(writer);
            foreach (var table in writer.Tables)
                tables.Add($"static ReadOnlySpan<int> {writer.Table(table)} => [{string.Join(", ", table.Select(CSharpText.Number))}];");
        }
        var arguments =
            parameters.Select((p, i) => $"ref Unsafe.As<byte, {p.Type}>(ref buffers[{CSharpText.Number(i)}][offsets[{CSharpText.Number(i)}]])");
        code.Line($"internal static void Run{number}(byte[][] buffers, int[] offsets) => Case{number}({string.Join(", ", arguments)});");
    }

    static void Place(Tensor content, Layout layout, byte[] buffer, int start) => ForEachElement(content, layout, start,
        (element, at) => content.Bytes.AsSpan(element * content.Element.Size(), content.Element.Size()).CopyTo(buffer.AsSpan(at)));

    /// <summary>The elements of a tensor and the bytes at which they lie.</summary>
    static void ForEachElement(Tensor tensor, Layout layout, int start, Action<int, int> use)
    {
        var rowMajor = tensor.Shape.RowMajorStrides();
        for (var element = 0; element < tensor.Count; element++)
        {
            var at = start + layout.Offset;
            for (var axis = 0; axis < rowMajor.Length; axis++) at += element / rowMajor[axis] % tensor.Shape[axis] * layout.Strides[axis];
            use(element, at * tensor.Element.Size());
        }
    }
}
