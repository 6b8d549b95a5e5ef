namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>An elementary function at every lane count, with its reference in double precision and the error that its documentation states.</summary>
public sealed record Function(string Name, double GreatestUlp, Func<double, double> Exact,
    IReadOnlyDictionary<int, Action<float[], float[]>> Map)
{
    readonly Lazy<double[]> references = new(() => Array.ConvertAll(Sweep.Floats, x => Exact(x)));

    readonly Dictionary<int, float[]> results = [];

    /// <summary>What the function gives at each float of the sweep.</summary>
    public float[] Results(int lanes)
    {
        if (!results.TryGetValue(lanes, out var found))
            Map[lanes](Sweep.Floats, results[lanes] = found = new float[Sweep.Floats.Length]);
        return found;
    }

    /// <summary>The exact value at each float of the sweep.</summary>
    public double[] References => references.Value;

    public override string ToString() => Name;

    public static readonly Function[] All =
    [
        new("Exp", 1, Math.Exp, Widths(F32x1.Exp, F32x4.Exp, F32x8.Exp, F32x16.Exp)),
        new("Log", 1.1, Math.Log, Widths(F32x1.Log, F32x4.Log, F32x8.Log, F32x16.Log)),
        new("Tanh", 2.6, Math.Tanh, Widths(F32x1.Tanh, F32x4.Tanh, F32x8.Tanh, F32x16.Tanh)),
        new("Sigmoid", 2.2, Reference.Sigmoid, Widths(F32x1.Sigmoid, F32x4.Sigmoid, F32x8.Sigmoid, F32x16.Sigmoid)),
        new("Softplus", 2, Reference.Softplus, Widths(F32x1.Softplus, F32x4.Softplus, F32x8.Softplus, F32x16.Softplus)),
        new("Erf", 1.2, Reference.Erf, Widths(F32x1.Erf, F32x4.Erf, F32x8.Erf, F32x16.Erf)),
        new("Sin", 2, Math.Sin, Widths(F32x1.Sin, F32x4.Sin, F32x8.Sin, F32x16.Sin)),
        new("Cos", 2, Math.Cos, Widths(F32x1.Cos, F32x4.Cos, F32x8.Cos, F32x16.Cos)),
    ];

    public static Function Named(string name) => All.Single(function => function.Name == name);

    static Dictionary<int, Action<float[], float[]>> Widths(
        Func<float, float> x1, Func<Vector128<float>, Vector128<float>> x4, Func<Vector256<float>, Vector256<float>> x8,
        Func<Vector512<float>, Vector512<float>> x16) => new()
        {
            [1] = (x, y) => { for (var i = 0; i < x.Length; i++) F32x1.Store(x1(F32x1.Load(ref x[0], i)), ref y[0], i); },
            [4] = (x, y) => { for (var i = 0; i < x.Length; i += 4) F32x4.Store(x4(F32x4.Load(ref x[0], i)), ref y[0], i); },
            [8] = (x, y) => { for (var i = 0; i < x.Length; i += 8) F32x8.Store(x8(F32x8.Load(ref x[0], i)), ref y[0], i); },
            [16] = (x, y) => { for (var i = 0; i < x.Length; i += 16) F32x16.Store(x16(F32x16.Load(ref x[0], i)), ref y[0], i); },
        };
}
