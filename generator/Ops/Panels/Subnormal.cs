using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Weights too small to be normal floats, as decay in training leaves them where a channel has died. Each product with one costs processors a
/// hundred cycles and more, and adds less than 2⁻¹²⁶ of an activation: kernels have zero instead.
/// </summary>
static class Subnormal
{
    const float LeastNormal = 1.17549435e-38f;

    public static Tensor ToZero(Tensor weights)
    {
        var floats = weights.ToFloats();
        return floats.Any(IsSubnormal) ? Tensor.Floats(weights.Shape, Array.ConvertAll(floats, weight => IsSubnormal(weight) ? 0 : weight)) : weights;
    }

    static bool IsSubnormal(float weight) => weight != 0 && Math.Abs(weight) < LeastNormal;
}
