namespace EdgeCompile.Harness;

/// <summary>
/// How far a float may lie from what is expected: <c>Absolute + Relative * |expected| + OfLargest * largest magnitude of the tensor</c>.
/// Integers of 8 bits, which stand for real numbers, may lie <c>Steps</c> apart; other integers, bools and strings are compared exactly.
/// </summary>
sealed record Tolerance(double Absolute = 0, double Relative = 0, double OfLargest = 0, int Steps = 0)
{
    public static readonly Tolerance Exact = new();

    /// <summary>Generated code against the interpreter.</summary>
    public static readonly Tolerance Oracle = new(Absolute: 1e-5, Relative: 1e-4);

    /// <summary>Whole models against another engine's saved outputs.</summary>
    public static readonly Tolerance Model = new(OfLargest: 1e-4, Steps: 1);

    /// <summary>ONNX's own backend tests: the defaults of onnx/backend/test/loader and runner (assert_allclose).</summary>
    public static readonly Tolerance OnnxBackend = new(Absolute: 1e-7, Relative: 1e-3);
}
