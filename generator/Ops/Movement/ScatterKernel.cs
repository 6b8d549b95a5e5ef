using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Copies the data (input 0), then takes each update (input 2), in row-major order, to its place, which the indices (input 1) decide. No
/// loop nest says that: it writes where a number that is read tells it to, and of several updates to one place the last one stays.
/// </summary>
sealed class ScatterKernel(Node node, Function? reduction, Func<Expr[], Expr[]> place) : Kernel
{
    readonly Value _updates = node.Input(2);

    public override string Name =>
        node.Output.Element.Text() + "-scatter" + (reduction is { } function ? "-" + function.ToString().ToLowerInvariant() : "");
    public override IReadOnlyList<Value> Inputs { get; } = [.. node.Inputs.OfType<Value>().Where(input => !input.IsConstant).Distinct()];
    public override IReadOnlyList<Value> Constants { get; } = [.. node.Inputs.OfType<Value>().Where(input => input.IsConstant).Distinct()];
    public override IReadOnlyList<Value> Outputs => [node.Output];

    public override void Emit(KernelWriter writer)
    {
        var copy = LoopNest.Over(node.Output, axes => Expr.Element(node.Input(0), axes));
        new LoopCode(writer, new IterationSpace(copy, value => writer[value].Layout)).Write();
        var sizes = _updates.Shape.Sizes;
        if (_updates.Shape.Count > 0 && node.Output.Shape.Count > 0)
            Updates(writer, new([.. sizes.Select(Interval.Of)], [.. sizes.Select(_ => "0")], 1), 0);
    }

    void Updates(KernelWriter writer, Spot spot, int axis)
    {
        if (axis == spot.Axes.Length)
        {
            Update(writer, spot);
            return;
        }
        var name = writer.Local("i");
        using (writer.Code.Loop(name, 0, _updates.Shape[axis])) Updates(writer, spot.At(axis, name, Interval.Of(_updates.Shape[axis])), axis + 1);
    }

    void Update(KernelWriter writer, Spot spot)
    {
        var loops = LoopNest.Axes(spot.Axes.Length);
        var output = writer[node.Output];
        var address = spot.Index(writer, -1).Sum(Affine.Address(place(loops), output.Layout.Strides));
        var update = spot.Code(writer, -1).Write(Expr.Element(_updates, loops));
        var cell = writer.Local("cell");
        writer.Code.Line($"ref var {cell} = ref RefMath.Add(ref {output.Name}, {address});");
        writer.Code.Line($"{cell} = {(reduction is { } function ? Reduced(function, cell, update) : update)};");
    }

    string Reduced(Function function, string cell, string update)
    {
        var type = node.Output.Element;
        return ScalarCode.Call(new Expr.Call(function, [Expr.Of(0, type), Expr.Of(0, type)], type), [cell, update]);
    }
}
