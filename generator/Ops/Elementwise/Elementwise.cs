using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Makes operators whose every element follows from the elements at the same place of their broadcast inputs.</summary>
static class Elementwise
{
    public static Op Define(string name, Scalars scalars) => new(name)
    {
        Infer = context => Infer(context, scalars),
        Evaluate = context => [Evaluate(context, scalars)],
        Lower = node => [Nest(node, scalars)],
        IsElementwise = true,
    };

    /// <summary>An operator on floats alone.</summary>
    public static Op Unary(string name, Func<double, double> real, Func<Expr, Expr> body) =>
        Define(name, new() { Real = (_, x) => real(x[0]), Body = (_, x) => body(x[0]) });

    /// <summary>An operator on floats alone that is one function.</summary>
    public static Op Unary(string name, Func<double, double> real, Function function) => Unary(name, real, x => Expr.Unary(function, x));

    /// <summary>An operator on all numbers.</summary>
    public static Op Unary(string name, Func<double, double> real, Func<long, long> integer, Function function) => Define(name, new()
    {
        Real = (_, x) => real(x[0]),
        Integer = (_, x) => integer(x[0]),
        Body = (_, x) => Expr.Unary(function, x[0]),
    });

    /// <summary>An operator that folds any number of inputs from the left.</summary>
    public static Op Fold(string name, Func<double, double, double> real, Func<long, long, long> integer, Function function,
        Func<ulong, ulong, ulong>? unsigned = null) => Define(name, new()
    {
        Real = (_, x) => x.Aggregate(real),
        Integer = (_, x) => x.Aggregate(integer),
        Unsigned = unsigned is null ? null : (_, x) => x.Aggregate(unsigned),
        Body = (_, x) => x.Aggregate((a, b) => Expr.Binary(function, a, b)),
    });

    /// <summary>The row of an operator whose inputs are those of the ONNX node.</summary>
    public static OnnxOperator Row(Op op, int since, Func<OnnxNode, OpAttributes>? attributes = null) => new(op.Name, since, node =>
    {
        if (since < 6) node.Ignore("consumed_inputs");
        return node.Add(op, attributes?.Invoke(node) ?? OpAttributes.None, [.. node.Inputs]);
    });

    /// <summary>The rows of a binary operator: opset 1 with an explicit broadcasting axis, opset 7 with numpy's broadcasting.</summary>
    public static OnnxOperator[] BinaryRows(Op op) =>
    [
        new(op.Name, 1, node => node.Add(op, Broadcasting.LegacyInputs(node))),
        Row(op, 7),
    ];

    static Ir.ValueType[] Infer(InferContext context, Scalars scalars)
    {
        var inputs = Enumerable.Range(0, context.Node.Inputs.Count).Select(context.Type).ToArray();
        if (inputs.Length == 0) throw new ModelException("input 0 is missing");
        var element = inputs[0].Element;
        if (inputs.FirstOrDefault(input => input.Element != element) is { } other)
            throw new ModelException($"inputs are of different types, {element.Text()} and {other.Element.Text()}");
        if (!scalars.Takes(element)) throw new ModelException($"{context.Node.Op.Name} is not defined for {element.Text()}");
        return [new TensorType(scalars.Result ?? element, Broadcasting.Shapes(inputs.Select(input => input.Shape)))];
    }

    static Tensor Evaluate(EvaluateContext context, Scalars scalars)
    {
        var inputs = Enumerable.Range(0, context.Inputs.Count).Select(context.Tensor).ToArray();
        var element = inputs[0].Element;
        var shape = Broadcasting.Shapes(inputs.Select(input => input.Shape));
        var output = new Tensor(scalars.Result ?? element, shape);
        var offsets = inputs.Select(input => Broadcasting.Offsets(input.Shape, shape)).ToArray();
        var attributes = context.Node.Attributes;

        if (element.IsFloat())
            Each((input, at) => input.GetDouble(at), (at, x) => output.SetDouble(at, scalars.Real!(attributes, x)));
        else if (element == ElementType.Bool)
            Each((input, at) => input.GetInt64(at) != 0, (at, x) => output.SetInt64(at, scalars.Boolean!(attributes, x) ? 1 : 0));
        else if (element == ElementType.UInt64 && scalars.Unsigned is { } unsigned)
            Each((input, at) => unchecked((ulong)input.GetInt64(at)), (at, x) => output.SetInt64(at, unchecked((long)unsigned(attributes, x))));
        else
            Each((input, at) => input.GetInt64(at), (at, x) => output.SetInt64(at, scalars.Integer!(attributes, x)));
        return output;

        void Each<T>(Func<Tensor, int, T> get, Action<int, T[]> set)
        {
            var items = new T[inputs.Length];
            for (var i = 0; i < shape.Count; i++)
            {
                for (var k = 0; k < items.Length; k++) items[k] = get(inputs[k], offsets[k] is { } map ? map[i] : i);
                set(i, items);
            }
        }
    }

    static LoopNest Nest(Node node, Scalars scalars) => LoopNest.Over(node.Output, axes =>
        Expr.Cast(scalars.Body(node.Attributes, [.. node.Inputs.Select(input => Computed(Broadcasting.Load(input!, axes)))]), node.Output.Element));

    /// <summary>Floats of 16 bits and fewer are stored, not computed with.</summary>
    public static Expr Computed(Expr x) => x.Type.IsFloat() && x.Type.Size() < 4 ? Expr.Cast(x, ElementType.Float32) : x;
}
