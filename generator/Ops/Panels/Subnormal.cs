using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Weights too small to be normal floats, as decay in training leaves them where a channel has died. Each product with one costs processors a
/// hundred cycles and more, and adds less than 2⁻¹²⁶ of an activation: kernels have zero instead, and EC0027 says so.
/// </summary>
static class Subnormal
{
    const float LeastNormal = 1.17549435e-38f;

    /// <summary>The nodes whose kernels have zero instead of some weights, and of how many.</summary>
    public static IEnumerable<(Node Node, int Count)> Of(Graph graph) => graph.Nodes
        .Where(node => (node.Op == Conv.Op || node.Op == MatMul.Op) && node.Input(0).Element == ElementType.Float32)
        .Select(node => (node, node.Inputs.Skip(1).OfType<Value>().Sum(value => value.Constant?.ToFloats().Count(IsSubnormal) ?? 0)))
        .Where(found => found.Item2 > 0);

    public static Tensor ToZero(Tensor weights)
    {
        var floats = weights.ToFloats();
        return floats.Any(IsSubnormal) ? Tensor.Floats(weights.Shape, Array.ConvertAll(floats, weight => IsSubnormal(weight) ? 0 : weight)) : weights;
    }

    static bool IsSubnormal(float weight) => weight != 0 && Math.Abs(weight) < LeastNormal;
}
