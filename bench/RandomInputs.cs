using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>Inputs for a model that has no test data: the same pseudo-random numbers in every run.</summary>
static class RandomInputs
{
    const int Seed = 1;

    /// <summary>Floats in [0, 1), integers in {0, 1}; open dimensions are 1.</summary>
    public static IReadOnlyList<Tensor> For(IEnumerable<OrtPort> inputs)
    {
        var random = new Random(Seed);
        return [.. inputs.Select(input =>
        {
            var tensor = new Tensor(input.Element, new Shape(input.Dimensions.Select(size => size < 0 ? 1 : checked((int)size))));
            for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, tensor.Element.IsFloat() ? random.NextDouble() : random.Next(2));
            return tensor;
        })];
    }
}
