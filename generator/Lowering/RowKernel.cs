using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Nests over the same rows, one after another within each row: softmax, normalisations, and whatever else reduces a row and goes over it
/// again. What the stages hand on is one row long or one number, and stays in the nearest cache.
/// </summary>
/// <param name="stages">
/// All make tensors of the same rank; each may read those before it, at its own row. The last one's output is the step's.
/// </param>
/// <param name="rows">The axes that the rows are numbered by; the others are within a row.</param>
sealed class RowKernel(IReadOnlyList<LoopNest> stages, IReadOnlyList<int> rows) : Kernel
{
    public IReadOnlyList<LoopNest> Stages { get; } = stages;
    public IReadOnlyList<int> Rows { get; } = rows;

    public override string Name => $"{Outputs[0].Element.Text()}-rows";
    public override IReadOnlyList<Value> Inputs { get; } = [.. Sources(stages).Where(source => !source.IsConstant)];
    public override IReadOnlyList<Value> Outputs { get; } = [stages[stages.Count - 1].Output];
    public override IReadOnlyList<Value> Constants { get; } = [.. Sources(stages).Where(source => source.IsConstant)];
    public override long MultiplyAdds => Stages.Sum(stage => new LoopKernel(stage).MultiplyAdds);
    public override int ScratchBytes => Stages.Take(Stages.Count - 1).Sum(stage => Room(stage.Output));

    /// <summary>The last stage reads an element before it writes over it, and nobody comes back to a row.</summary>
    public override bool InPlace(Value input) => Stages.SelectMany((stage, i) => stage.Loads().Where(load => load.Source == input)
        .Select(load => i < Stages.Count - 1 ? IsOfItsRow(load) : stage.Reduction is null && load.IsIdentity)).All(reads => reads)
        && input.Shape.Equals(Outputs[0].Shape) && input.Element == Outputs[0].Element;

    public override void Emit(KernelWriter writer)
    {
        var offset = 0;
        foreach (var stage in Stages.Take(Stages.Count - 1))
        {
            var (name, element) = (writer.Local("row"), stage.Output.Element);
            writer.Code.Line($"ref var {name} = ref Unsafe.As<byte, {element.CSharpName()}>(ref RefMath.Add(ref {writer.Scratch}, {CSharpText.Number(offset)}));");
            writer.Declare(new Operand(stage.Output, name, stage.Output.Shape, LayoutOfRow(stage.Output)));
            offset += Room(stage.Output);
        }
        var output = writer[Outputs[0]].Layout;
        Loops(writer, [.. Rows.Where(axis => Outputs[0].Shape[axis] > 1).OrderByDescending(axis => Math.Abs(output.Strides[axis]))], 0,
            new Dictionary<int, string>());
    }

    void Loops(KernelWriter writer, IReadOnlyList<int> order, int depth, IReadOnlyDictionary<int, string> row)
    {
        if (depth == order.Count)
        {
            foreach (var stage in Stages)
                new LoopCode(writer, new IterationSpace(stage, value => writer[value].Layout, Rows)).Write(row);
            return;
        }
        var name = writer.Local("i");
        using (writer.Code.Loop(name, 0, Outputs[0].Shape[order[depth]]))
            Loops(writer, order, depth + 1, row.Append(new(order[depth], name)).ToDictionary(index => index.Key, index => index.Value));
    }

    /// <summary>A row of a tensor, the same memory for all of them.</summary>
    Layout LayoutOfRow(Value value)
    {
        var row = new Shape(value.Shape.Sizes.Select((size, axis) => Rows.Contains(axis) ? 1 : size));
        return new(0, row.RowMajorStrides().Select((stride, axis) => Rows.Contains(axis) ? 0 : stride).ToEquatableArray());
    }

    int Room(Value value)
    {
        var elements = value.Shape.Sizes.Where((_, axis) => !Rows.Contains(axis)).Aggregate(1, (count, size) => checked(count * size));
        return Alignment.Up(checked(elements * value.Element.Size()));
    }

    bool IsOfItsRow(Expr.Load load) => load.Indices.Count == Outputs[0].Shape.Rank
        && Rows.All(axis => load.Source.Shape[axis] == 1 || load.Indices[axis] is Expr.Index { Axis: var loop } && loop == axis);

    static IEnumerable<Value> Sources(IReadOnlyList<LoopNest> stages) =>
        stages.SelectMany(stage => stage.Loads().Select(load => load.Source)).Distinct().Except(stages.Select(stage => stage.Output));
}
