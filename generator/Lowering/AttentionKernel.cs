using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// A product of matrices, what is computed from its rows (softmax), and the product of that with another matrix: attention. Some rows at a time
/// lie in scratch, in the nearest caches; the matrix of all scores lies nowhere. A right side whose columns are no neighbours (keys, which a
/// Transpose turns) is packed into scratch once for each matrix of the batch.
/// </summary>
sealed class AttentionKernel(ProductKernel scores, RowKernel rows, ProductKernel values) : Kernel
{
    const int BytesOfScores = 1 << 15, FewestRows = 8;

    readonly Value _scores = scores.Results[0], _keys = scores.Right!, _values = values.Right!;
    readonly bool _inPlace = rows.InPlace(scores.Results[0]);

    public override string Name => "f32-attention";
    public override IReadOnlyList<Value> Inputs { get; } =
        [.. scores.Reads.Concat(rows.Inputs).Concat(values.Reads).Distinct().Where(value => value != scores.Results[0] && value != rows.Outputs[0])];
    public override IReadOnlyList<Value> Outputs { get; } = values.Results;
    public override IReadOnlyList<Value> Constants { get; } = [.. scores.Constants.Concat(rows.Constants).Concat(values.Constants).Distinct()];
    public override long MultiplyAdds => scores.MultiplyAdds + rows.MultiplyAdds + values.MultiplyAdds;
    public override int UnitAxisOf(Value input) => input == _values ? values.UnitAxisOf(input) : -1;
    public override int OutputUnitAxis => values.OutputUnitAxis;
    public override IReadOnlyList<int>? PreferredOrder => values.PreferredOrder;

    public override int ScratchBytesWith(Func<Value, Layout> layoutOf) =>
        PackedAt + (Packs(layoutOf(_keys)) ? Alignment.Up(checked(sizeof(float) * _keys.Shape[_keys.Shape.Rank - 2] * Columns)) : 0);

    /// <summary>Whether three kernels, each of which alone reads what the one before makes, can be carried out some rows at a time.</summary>
    public static bool Fits(ProductKernel scores, RowKernel rows, ProductKernel values)
    {
        Value made = scores.Results[0], weights = rows.Outputs[0], output = values.Results[0];
        var rank = made.Shape.Rank;
        Value[] within = [made, .. rows.Stages.Select(stage => stage.Output)];
        Expr?[] expressions = [scores.Epilogue?.Expression, values.Epilogue?.Expression, .. rows.Stages.SelectMany(stage => new[] { stage.Body, stage.Finish })];
        return made.Shape.Equals(weights.Shape) && weights == values.Left && output.Shape.Rank == rank
            && made.Shape.Sizes.Take(rank - 1).SequenceEqual(output.Shape.Sizes.Take(rank - 1))
            && rows.Rows.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, rank - 1))
            && scores.Right is { } keys && values.Right is { } right && !within.Contains(keys) && !within.Contains(right)
            && expressions.OfType<Expr>().All(expression => RowBlock.Fits(expression, rank, within));
    }

    int Rank => _scores.Shape.Rank;
    int Columns => _scores.Shape[Rank - 1];

    /// <summary>Rows of a block; the last one may have fewer.</summary>
    int RowsOfBlock
    {
        get
        {
            var (all, most) = (_scores.Shape[Rank - 2], Math.Max(FewestRows, BytesOfScores / (sizeof(float) * Columns)));
            var blocks = (all + most - 1) / most;
            return (all + blocks - 1) / blocks;
        }
    }

    // In scratch: the scores, what becomes of them if they stay, what lies between the stages of a row, the packed matrix.
    int BytesOfBlock => Alignment.Up(checked(sizeof(float) * RowsOfBlock * Columns));
    int WeightsAt => _inPlace ? 0 : BytesOfBlock;
    int StagesAt => WeightsAt + BytesOfBlock;
    int PackedAt => StagesAt + Alignment.Up(rows.ScratchBytes);

    bool Packs(Layout right) => Columns > 1 && right.Strides[_keys.Shape.Rank - 1] != 1;

    public override void Emit(KernelWriter writer)
    {
        var functions = new CodeWriter();
        Batches(writer, functions, [.. Enumerable.Repeat("0", Rank)], 0);
        writer.Code.Line().Line(functions.ToString().TrimEnd('\n'));
    }

    /// <summary>Loops over the axes of the batch, then over blocks of rows; <paramref name="at"/> has the C# of each index.</summary>
    void Batches(KernelWriter writer, CodeWriter functions, string[] at, int axis)
    {
        if (axis < Rank - 2)
        {
            var size = _scores.Shape[axis];
            if (size > 1) at[axis] = "batch" + CSharpText.Number(axis);
            using (size > 1 ? writer.Code.Loop(at[axis], 0, size) : default(IDisposable)) Batches(writer, functions, at, axis + 1);
            return;
        }
        var packed = Packs(writer[_keys].Layout) ? Pack(writer, functions, at) : null;
        int all = _scores.Shape[axis], count = RowsOfBlock, whole = all / count * count;
        at[axis] = whole > count ? "row" : "0";
        using (whole > count ? writer.Code.Loop(at[axis], 0, whole, count) : default(IDisposable)) Block(writer, functions, at, count, packed);
        at[axis] = CSharpText.Number(whole);
        if (all > whole) Block(writer, functions, at, all - whole, packed);
    }

    /// <summary>The right side of the scores as rows of neighbours.</summary>
    Value Pack(KernelWriter writer, CodeWriter functions, string[] at)
    {
        var matrix = new RowBlock(Rank, 0);
        var source = matrix.Side(_keys, isLeft: false);
        var packed = new Value("packed", source.Type);
        var nest = LoopNest.Over(packed, axes => Expr.Element(source, axes));
        Call(writer, functions, "Pack", inner => new LoopCode(inner, new IterationSpace(nest, value => inner[value].Layout)).Write(),
            [Part(writer, matrix, source, at), InScratch(packed, PackedAt)]);
        return packed;
    }

    /// <summary>The scores of some rows, what becomes of them, and these rows of the result.</summary>
    void Block(KernelWriter writer, CodeWriter functions, string[] at, int count, Value? packed)
    {
        var block = new RowBlock(Rank, count);
        var before = scores.OfRows(block.Side(scores.Left, isLeft: true), packed ?? block.Side(_keys, isLeft: false), block.Made(_scores));
        var within = new RowKernel([.. rows.Stages.Select(block.Within)], rows.Rows);
        var after = values.OfRows(within.Outputs[0], block.Side(_values, isLeft: false), block.Made(values.Results[0]));
        before.Epilogue = Within(scores.Epilogue);
        after.Epilogue = Within(values.Epilogue);
        foreach (var (kernel, name) in new (Kernel, string)[] { (before, "Scores"), (within, "Weights"), (after, "Values") })
            Call(writer, functions, name + CSharpText.Number(count), kernel.Emit, [.. kernel.Reads.Concat(kernel.Constants).Concat(kernel.Results).Distinct().Select(Place)]);

        Epilogue? Within(Epilogue? epilogue) => epilogue is null ? null : new(block.Within(epilogue.Expression), block.Made(epilogue.Output), epilogue.Nodes);

        (Operand, string) Place(Value value) =>
            value == packed ? InScratch(value, PackedAt)
            : value == before.Results[0] ? InScratch(value, 0)
            : value == within.Outputs[0] ? InScratch(value, WeightsAt)
            : value == after.Results[0] ? (Named(value, writer[values.Results[0]].Layout), writer[values.Results[0]].Element(at))
            : value.IsConstant ? (Named(value, writer[value].Layout), writer[value].Name)
            : Part(writer, block, value, at);
    }

    static (Operand, string) Part(KernelWriter writer, RowBlock block, Value part, string[] at)
    {
        var (source, axes) = block.Origin(part);
        return (Named(part, writer[source].Layout), writer[source].Element([.. axes.Select(axis => axis < 0 ? "0" : at[axis])]));
    }

    static (Operand, string) InScratch(Value value, int offset) =>
        (Named(value, Layout.RowMajor(value.Shape)), $"Unsafe.As<byte, float>(ref RefMath.Add(ref scratch, {CSharpText.Number(offset)}))");

    static Operand Named(Value value, Layout layout) => new(value, "", value.Shape, layout);

    /// <summary>Writes a call, and a function of that name for what it does, with the operands as parameters.</summary>
    void Call(KernelWriter writer, CodeWriter functions, string name, Action<KernelWriter> emit, IReadOnlyList<(Operand Operand, string Argument)> operands)
    {
        Operand[] named = [.. operands.Select((operand, i) => operand.Operand with { Name = "operand" + CSharpText.Number(i) })];
        var parameters = named.Select(operand => $"ref {operand.Value.Element.CSharpName()} {operand.Name}").Append("ref byte scratch");
        var arguments = operands.Select(operand => operand.Argument).Append($"RefMath.Add(ref scratch, {CSharpText.Number(StagesAt)})");
        writer.Code.Line($"{name}({string.Join(", ", arguments.Select(argument => "ref " + argument))});");
        var body = new CodeWriter();
        emit(writer.Inner(body, named));
        functions.Line("[MethodImpl(Alone)]");
        using (functions.Braces($"static void {name}({string.Join(", ", parameters)})")) functions.Line(body.ToString().TrimEnd('\n'));
        functions.Line();
    }
}
