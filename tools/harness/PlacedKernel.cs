using EdgeCompile.Emit;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Harness;

/// <summary>Runs a kernel on the one buffer in which all its operands and weights lie.</summary>
delegate void KernelRun(ref float buffer);

/// <summary>A single kernel for one rung with all that it touches placed in one buffer of floats: what tests and micro-benchmarks run.</summary>
sealed class PlacedKernel
{
    const int Alignment = 16;

    readonly Dictionary<Value, (int Start, Layout Layout)> _operands = [];
    readonly List<int> _weights = [];
    int _length;

    /// <param name="kernel">The kernel, its epilogue set.</param>
    /// <param name="isa">The rung.</param>
    /// <param name="layouts">How each tensor lies from the start of a room of its own; constants are row-major.</param>
    /// <param name="bare">An input without the zeros around it that the kernel reads, if any.</param>
    public PlacedKernel(Kernel kernel, Isa isa, Func<Value, Layout> layouts, Value? bare = null)
    {
        Kernel = kernel;
        Isa = isa;
        Bare = bare;
        foreach (var value in kernel.Reads.Concat(kernel.Results)) Place(value, layouts(value));
        foreach (var value in kernel.Constants) Place(value, Layout.RowMajor(value.Shape));
        foreach (var weight in kernel.Weights) _weights.Add(Room(weight.Count));
    }

    public Kernel Kernel { get; }
    public Isa Isa { get; }
    /// <summary>The input without zeros around it, if there is one.</summary>
    public Value? Bare { get; }
    /// <summary>Floats that the buffer must have.</summary>
    public int Length => _length;

    /// <summary>The place in the buffer of each element of a tensor, in row-major order.</summary>
    public IEnumerable<int> Places(Value value)
    {
        var (start, layout) = _operands[value];
        return Indices(value.Shape).Select(index => start + layout.Offset + index.Zip(layout.Strides, (i, stride) => i * stride).Sum());
    }

    /// <summary>The places around a tensor that its halo covers, and those inside.</summary>
    public IEnumerable<int> PlacesWithHalo(Value value, Halo halo)
    {
        var (start, layout) = _operands[value];
        var wide = new Shape(value.Shape.Sizes.Select((size, axis) => size + halo.Extra(axis)));
        return Indices(wide).Select(index => start + layout.Offset + index.Select((i, axis) => (i - halo.Before[axis]) * layout.Strides[axis]).Sum());
    }

    /// <summary>Copies packed weights and constants to where the method expects them.</summary>
    public void FillConstants(Span<float> buffer)
    {
        for (var i = 0; i < _weights.Count; i++) Kernel.Weights[i].Span<float>().CopyTo(buffer[_weights[i]..]);
        foreach (var value in Kernel.Constants) value.Constant!.Span<float>().CopyTo(buffer[_operands[value].Start..]);
    }

    /// <summary>A class of that name with the kernel's method and a <c>Run</c> on the buffer.</summary>
    public string Source(string className)
    {
        var code = new CodeWriter();
        // Named as in a model's code.
        var operands = _operands.Select((pair, i) => new Operand(pair.Key, Prefix(pair.Key) + CSharpText.Number(i), pair.Key.Shape,
            pair.Value.Layout) { IsBare = pair.Key == Bare }).ToList();
        var weights = _weights.Select((_, i) => "w" + CSharpText.Number(i)).ToList();
        var names = operands.Select(operand => operand.Name).Concat(weights).ToList();
        var starts = operands.Select(operand => _operands[operand.Value].Start + operand.Layout.Offset).Concat(_weights);
        using (code.Braces($"static class {className}"))
        {
            var types = operands.Select(operand => operand.Value.Element).Concat(Kernel.Weights.Select(weight => weight.Element))
                .Select(type => type.CSharpName()).ToList();
            var arguments = starts.Zip(types, (start, type) => $"ref Unsafe.As<float, {type}>(ref Unsafe.Add(ref buffer, {start}))");
            code.Line($"public static void Run(ref float buffer) => Kernel({string.Join(", ", arguments)});");
            code.Line(RungEmitter.MethodOptions);
            code.Line("[MethodImpl(Optimised)]");
            var shared = new SharedMethods(new Names("Run", "Kernel"));
            var writer = new KernelWriter(Isa, code, operands, weights, shared);
            using (code.Braces($"static void Kernel({string.Join(", ", types.Zip(names, (type, name) => $"ref {type} {name}"))})")) Kernel.Emit(writer);
            code.Line(shared.ToString());
            foreach (var table in writer.Tables) code.Line($"static ReadOnlySpan<int> {writer.Table(table)} => [{string.Join(", ", table)}];");
        }
        return code.ToString();
    }

    /// <summary>Compiles many kernels at once; compiling is what takes the time.</summary>
    public static IReadOnlyList<KernelRun> Compile(IReadOnlyList<PlacedKernel> kernels)
    {
        string[] header =
        [
            "using System;", "using System.Runtime.CompilerServices;", "using System.Runtime.InteropServices;", "using EdgeCompile.Runtime;",
            .. RungAliases.Of(Isa.Avx512, _ => true),
        ];
        // Unused directives are no fault of a kernel.
        const string quiet = "#pragma warning disable CS8019\n";
        var sources = kernels.Select((kernel, i) => new SourceFile($"Kernel{i}.cs",
            $"{quiet}{string.Join("\n", header)}\n{kernel.Source("Kernel" + CSharpText.Number(i))}"));
        var assembly = InMemoryCompiler.Compile(sources, [], collectible: false).Assembly;
        return [.. kernels.Select((_, i) => assembly.GetType("Kernel" + CSharpText.Number(i))!.GetMethod("Run")!.CreateDelegate<KernelRun>())];
    }

    string Prefix(Value value) => value.IsConstant ? "c" : Kernel.Results.Contains(value) ? "y" : "x";

    void Place(Value value, Layout layout)
    {
        if (_operands.ContainsKey(value)) return;
        _operands.Add(value, (Room(layout.Range(value.Shape).Last + 1 + (Kernel.HaloOf(value) is { } halo ? Behind(layout, halo) : 0)), layout));
    }

    // At most what the halo behind the last element spans.
    static int Behind(Layout layout, Halo halo) => halo.After.Zip(layout.Strides, (after, stride) => after * Math.Abs(stride)).Sum();

    int Room(int floats)
    {
        var start = _length;
        _length = (_length + floats + Alignment - 1) / Alignment * Alignment;
        return start;
    }

    static IEnumerable<int[]> Indices(Shape shape)
    {
        for (var flat = 0; flat < shape.Count; flat++)
        {
            var index = new int[shape.Rank];
            for (int axis = shape.Rank - 1, left = flat; axis >= 0; left /= shape[axis--]) index[axis] = left % shape[axis];
            yield return index;
        }
    }
}
