using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// A product of matrices, what is computed from its rows (softmax), and the product of that with another matrix: attention. Some rows at a time
/// lie in scratch, in the nearest caches; the matrix of all scores lies nowhere. Keys whose columns are no neighbours (a Transpose turns them)
/// are packed into scratch, once for all heads that share them.
/// </summary>
/// <param name="scores">The product of queries and keys.</param>
/// <param name="rows">What becomes of a row of scores.</param>
/// <param name="values">The product of that and the values.</param>
/// <param name="keys">Where the right side of the scores is read.</param>
/// <param name="right">Where the right side of the other product is read.</param>
sealed class AttentionKernel(ProductKernel scores, RowKernel rows, ProductKernel values, BatchedMatrix keys, BatchedMatrix right) : Kernel
{
    const int BytesOfScores = 1 << 15, FewestRows = 8;

    readonly Value _scores = scores.Results[0];
    readonly bool _inPlace = rows.InPlace(scores.Results[0]);

    public override string Name => "f32-attention";
    public override IReadOnlyList<Value> Inputs { get; } =
        [.. scores.Reads.Concat(rows.Inputs).Concat(values.Reads).Where(value => value != scores.Results[0] && value != rows.Outputs[0])
            .Select(value => value == keys.Side ? keys.Source : value == right.Side ? right.Source : value).Distinct()];
    public override IReadOnlyList<Value> Outputs { get; } = values.Results;
    public override IReadOnlyList<Value> Constants { get; } = [.. scores.Constants.Concat(rows.Constants).Concat(values.Constants).Distinct()];
    public override long MultiplyAdds => scores.MultiplyAdds + rows.MultiplyAdds + values.MultiplyAdds;
    public override int UnitAxisOf(Value input) => input == right.Source ? right.ColumnAxis : -1;
    public override int OutputUnitAxis => values.OutputUnitAxis;
    public override IReadOnlyList<int>? PreferredOrder => values.PreferredOrder;

    public override int ScratchBytesWith(Func<Value, Layout> layoutOf) =>
        PackedAt + (Packs(layoutOf(keys.Source)) ? Alignment.Up(checked(sizeof(float) * keys.One.Shape.Count)) : 0);

    /// <summary>Whether three kernels, each of which alone reads what the one before makes, can be carried out some rows at a time.</summary>
    public static bool Fits(ProductKernel scores, RowKernel rows, ProductKernel values)
    {
        Value made = scores.Results[0], weights = rows.Outputs[0], output = values.Results[0];
        var rank = made.Shape.Rank;
        Value[] within = [made, .. rows.Stages.Select(stage => stage.Output)];
        Expr?[] expressions = [scores.Epilogue?.Expression, values.Epilogue?.Expression,
            .. rows.Stages.SelectMany(stage => new[] { stage.Body, stage.Finish })];
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

    bool Packs(Layout source) => Columns > 1 && source.Strides[keys.ColumnAxis] != 1;

    public override void Emit(KernelWriter writer)
    {
        var functions = new CodeWriter();
        Batches(writer, functions, new([.. Enumerable.Repeat("0", Rank)], new Dictionary<int, string>(), null), 0);
        writer.Code.Line().Line(functions.ToString().TrimEnd('\n'));
    }

    /// <summary>Where in the batch: the C# of each index, of the group along axes where heads share keys, and the keys, if they are packed.</summary>
    sealed record Head(string[] At, IReadOnlyDictionary<int, string> Groups, Value? Packed);

    /// <summary>Loops over the axes of the batch, then over blocks of rows.</summary>
    void Batches(KernelWriter writer, CodeWriter functions, Head head, int axis)
    {
        head = WithKeys(writer, functions, head, axis);
        if (axis == Rank - 2)
        {
            Blocks(writer, functions, head);
            return;
        }
        int size = _scores.Shape[axis], same = keys.SameAlong(axis, size);
        if (size == 1)
        {
            Batches(writer, functions, head, axis + 1);
            return;
        }
        // Where some heads share keys: a loop over the keys, and one over those heads.
        var isGrouped = same > 1 && same < size;
        var (name, group, count) = ("batch" + CSharpText.Number(axis), "group" + CSharpText.Number(axis), CSharpText.Number(same));
        using (isGrouped ? writer.Code.Loop(group, 0, size / same) : default(IDisposable))
        {
            if (isGrouped)
            {
                var groups = head.Groups.Append(new(axis, group)).ToDictionary(entry => entry.Key, entry => entry.Value);
                head = WithKeys(writer, functions, head with { Groups = groups }, axis + 1);
            }
            head.At[axis] = name;
            using (isGrouped ? writer.Code.Loop(name, $"{group} * {count}", $"{group} * {count} + {count}") : writer.Code.Loop(name, 0, size))
                Batches(writer, functions, head, axis + 1);
        }
    }

    /// <summary>Packs the keys, if they need it and are the same for all indices of an axis of the batch and of those inside it.</summary>
    Head WithKeys(KernelWriter writer, CodeWriter functions, Head head, int axis)
    {
        var stay = Enumerable.Range(axis, Rank - 2 - axis).All(inner => keys.SameAlong(inner, _scores.Shape[inner]) == _scores.Shape[inner]);
        return stay && head.Packed is null && Packs(writer[keys.Source].Layout) ? head with { Packed = Pack(writer, functions, head) } : head;
    }

    void Blocks(KernelWriter writer, CodeWriter functions, Head head)
    {
        var (at, axis) = (head.At, Rank - 2);
        int all = _scores.Shape[axis], count = RowsOfBlock, whole = all / count * count;
        at[axis] = whole > count ? "row" : "0";
        using (whole > count ? writer.Code.Loop(at[axis], 0, whole, count) : default(IDisposable)) Block(writer, functions, head, count);
        at[axis] = CSharpText.Number(whole);
        if (all > whole) Block(writer, functions, head, all - whole);
    }

    /// <summary>The right side of the scores as rows of neighbours.</summary>
    Value Pack(KernelWriter writer, CodeWriter functions, Head head)
    {
        var packed = new Value("packed", keys.One.Type);
        var nest = LoopNest.Over(packed, axes => Expr.Element(keys.One, axes));
        Call(writer, functions, "Pack", inner => new LoopCode(inner, new IterationSpace(nest, value => inner[value].Layout)).Write(),
            [Matrix(writer, keys, head), InScratch(packed, PackedAt)]);
        return packed;
    }

    /// <summary>The scores of some rows, what becomes of them, and these rows of the result.</summary>
    void Block(KernelWriter writer, CodeWriter functions, Head head, int count)
    {
        var block = new RowBlock(Rank, count);
        var before = scores.OfRows(block.Left(scores.Left), head.Packed ?? keys.One, block.Made(_scores));
        var within = new RowKernel([.. rows.Stages.Select(block.Within)], rows.Rows);
        var after = values.OfRows(within.Outputs[0], right.One, block.Made(values.Results[0]));
        before.Epilogue = Within(scores.Epilogue);
        after.Epilogue = Within(values.Epilogue);
        foreach (var (kernel, name) in new (Kernel, string)[] { (before, "Scores"), (within, "Weights"), (after, "Values") })
            Call(writer, functions, name + CSharpText.Number(count), kernel.Emit,
                [.. kernel.Reads.Concat(kernel.Constants).Concat(kernel.Results).Distinct().Select(Place)]);

        Epilogue? Within(Epilogue? epilogue) =>
            epilogue is null ? null : new(block.Within(epilogue.Expression), block.Made(epilogue.Output), epilogue.Nodes);

        (Operand, string) Place(Value value) =>
            value == head.Packed ? InScratch(value, PackedAt)
            : value == keys.One ? Matrix(writer, keys, head)
            : value == right.One ? Matrix(writer, right, head)
            : value == before.Results[0] ? InScratch(value, 0)
            : value == within.Outputs[0] ? InScratch(value, WeightsAt)
            : value == after.Results[0] ? (Named(value, writer[values.Results[0]].Layout), writer[values.Results[0]].Element(head.At))
            : value.IsConstant ? (Named(value, writer[value].Layout), writer[value].Name)
            : Part(writer, block, value, head);
    }

    static (Operand, string) Part(KernelWriter writer, RowBlock block, Value part, Head head)
    {
        var (source, axes) = block.Origin(part);
        return (Named(part, writer[source].Layout), writer[source].Element([.. axes.Select(axis => axis < 0 ? "0" : head.At[axis])]));
    }

    static (Operand, string) Matrix(KernelWriter writer, BatchedMatrix matrix, Head head) =>
        (Named(matrix.One, matrix.LayoutIn(writer[matrix.Source].Layout)), matrix.First(writer[matrix.Source], head.At, head.Groups));

    static (Operand, string) InScratch(Value value, int offset) =>
        (Named(value, Layout.RowMajor(value.Shape)), $"Unsafe.As<byte, float>(ref RefMath.Add(ref scratch, {CSharpText.Number(offset)}))");

    static Operand Named(Value value, Layout layout) => new(value, "", value.Shape, layout);

    /// <summary>Writes a call, and a function of that name for what it does, with the operands as parameters.</summary>
    void Call(KernelWriter writer, CodeWriter functions, string name, Action<KernelWriter> emit,
        IReadOnlyList<(Operand Operand, string Argument)> operands)
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
