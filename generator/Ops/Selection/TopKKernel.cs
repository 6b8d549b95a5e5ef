using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// The k best of each row, kept in order in the outputs while the row is read once: a better element moves the worse ones on. Where an
/// element goes depends on the data, which no loop nest can say.
/// </summary>
sealed class TopKKernel(Node node) : Kernel
{
    readonly TopKAttributes _attributes = node.AttributesAs<TopKAttributes>();

    public override string Name => $"{node.Input(0).Element.Text()}-topk-{CSharpText.Number(_attributes.Count)}";
    public override IReadOnlyList<Value> Inputs { get; } = node.Input(0).IsConstant ? [] : [node.Input(0)];
    public override IReadOnlyList<Value> Constants { get; } = node.Input(0).IsConstant ? [node.Input(0)] : [];
    public override IReadOnlyList<Value> Outputs => node.Outputs;

    public override void Emit(KernelWriter writer)
    {
        if (node.Output.Shape.Count > 0) Rows(writer, 0, []);
    }

    void Rows(KernelWriter writer, int axis, string[] indices)
    {
        var shape = node.Input(0).Shape;
        if (axis == shape.Rank) Row(writer, indices);
        else if (axis == _attributes.Axis || shape[axis] == 1) Rows(writer, axis + 1, [.. indices, "0"]);
        else
        {
            var name = writer.Local("i");
            using (writer.Code.Loop(name, 0, shape[axis])) Rows(writer, axis + 1, [.. indices, name]);
        }
    }

    void Row(KernelWriter writer, string[] indices)
    {
        var (code, axis) = (writer.Code, _attributes.Axis);
        Operand input = writer[node.Input(0)], values = writer[node.Outputs[0]], places = writer[node.Outputs[1]];
        string row = writer.Local("row"), best = writer.Local("best"), place = writer.Local("place");
        string n = writer.Local("n"), item = writer.Local("item"), at = writer.Local("at");
        var count = _attributes.Count;
        code.Line($"ref var {row} = ref RefMath.Add(ref {input.Name}, {input.Address(indices)});");
        code.Line($"ref var {best} = ref RefMath.Add(ref {values.Name}, {values.Address(indices)});");
        code.Line($"ref var {place} = ref RefMath.Add(ref {places.Name}, {places.Address(indices)});");
        using (code.Loop(n, 0, node.Input(0).Shape[axis]))
        {
            code.Line($"var {item} = {Cell(row, n, input)};");
            code.Line($"int {at} = {n};");
            using (code.Braces($"if ({n} >= {CSharpText.Number(count)})"))
            {
                code.Line($"{at} = {CSharpText.Number(count - 1)};");
                code.Line($"if (!{IsBetter(Cell(best, at, values))}) continue;");
            }
            // Strictly better: of equal elements the first one stays in front.
            using (code.Braces($"for (; {at} > 0 && {IsBetter(Cell(best, $"({at} - 1)", values))}; {at}--)"))
            {
                code.Line($"{Cell(best, at, values)} = {Cell(best, $"({at} - 1)", values)};");
                code.Line($"{Cell(place, at, places)} = {Cell(place, $"({at} - 1)", places)};");
            }
            code.Line($"{Cell(best, at, values)} = {item};");
            code.Line($"{Cell(place, at, places)} = {n};");
        }

        string IsBetter(string other)
        {
            var number = Expr.Of(0.0, input.Value.Element);
            return ScalarCode.Call((Expr.Call)Expr.Compare(_attributes.Largest ? Function.Greater : Function.Less, number, number), [item, other]);
        }

        string Cell(string start, string index, Operand operand) =>
            $"RefMath.Add(ref {start}, {index} * {CSharpText.Number(operand.Layout.Strides[axis])})";
    }
}
