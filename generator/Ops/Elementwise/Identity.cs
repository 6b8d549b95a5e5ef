using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The input itself, whatever it is. ONNX: Identity, and Dropout, which does nothing outside training.</summary>
static class Identity
{
    public static readonly Op Op = new("Identity")
    {
        Infer = context => [context.Node.Input(0).Type],
        Evaluate = context => [context.Inputs[0]!],
        Lower = node =>
            [new View(node.Input(0), LoopNest.Over(node.Output, axes => Expr.Element(node.Input(0), axes)), layout => layout, layout => layout)],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        Elementwise.Row(Op, 1),
        new("Dropout", 1, node =>
        {
            node.Ignore("consumed_inputs");
            node.Ignore("ratio");
            if (node.Int("is_test", 0) == 0)
                throw new ModelException("Dropout of opset 1 or 6 is in training mode", "set its attribute is_test to 1");
            return Dropout(node, node.Input(0).Element);
        }),
        new("Dropout", 7, node => { node.Ignore("ratio"); return Dropout(node, node.Input(0).Element); }),
        new("Dropout", 10, node => { node.Ignore("ratio"); return Dropout(node, ElementType.Bool); }),
        new("Dropout", 12, node =>
        {
            node.Ignore("seed");
            var training = node.ConstantOrNull(2) is { } mode && mode.GetInt64(0) != 0;
            if (training && (node.ConstantOrNull(1)?.GetDouble(0) ?? 0.5) != 0)
                throw new ModelException("Dropout is in training mode", "export the model for inference");
            return Dropout(node, ElementType.Bool);
        }),
    ];

    static Value?[] Dropout(OnnxNode node, ElementType maskType)
    {
        var x = node.Input(0);
        if (!node.WantsOutput(1)) return [node.Add(Op, x)];
        var mask = new Tensor(maskType, x.Shape);
        for (var i = 0; i < mask.Count; i++) mask.SetInt64(i, 1);
        return [node.Add(Op, x), node.Constant(mask)];
    }
}
