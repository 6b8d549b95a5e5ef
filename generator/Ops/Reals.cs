using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The elements of a tensor as doubles, in which evaluation sums.</summary>
static class Reals
{
    public static double[] Of(Tensor tensor)
    {
        var reals = new double[tensor.Count];
        if (tensor.Element == ElementType.Float32)
        {
            var floats = tensor.Span<float>();
            for (var i = 0; i < reals.Length; i++) reals[i] = floats[i];
        }
        else for (var i = 0; i < reals.Length; i++) reals[i] = tensor.GetDouble(i);
        return reals;
    }
}
