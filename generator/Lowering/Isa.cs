namespace EdgeCompile.Lowering;

/// <summary>
/// What the emitter needs to know of a rung of the ladder of instruction sets. Emitted code is the same text on every rung but for the
/// lane classes it names (EdgeCompile.Runtime.F32x4, F32x8, F32x16; F32x1 for single floats) and the tiles that kernels choose.
/// </summary>
/// <param name="Name">The rung's name, as the runtime's <c>Rung</c> has it.</param>
/// <param name="Lanes">Floats in the widest vector.</param>
/// <param name="Registers">Vector registers that a tile may count on.</param>
sealed record Isa(string Name, int Lanes, int Registers)
{
    public static readonly Isa Vector128 = new("Vector128", 4, 16);
    public static readonly Isa Avx2 = new("Avx2", 8, 16);
    public static readonly Isa Avx512 = new("Avx512", 16, 32);

    /// <summary>From the baseline up.</summary>
    public static readonly IReadOnlyList<Isa> All = [Vector128, Avx2, Avx512];

    /// <summary>The widest vector first, then the narrower ones and single floats, which take what is left over.</summary>
    public IEnumerable<int> LaneCounts => new[] { 16, 8, 4, 1 }.Where(lanes => lanes <= Lanes);

    /// <summary>The runtime class of a lane count.</summary>
    public static string LaneClass(int lanes) => "F32x" + Support.CSharpText.Number(lanes);

    /// <summary>The runtime class that does to several sums of a lane count at once what a tile does to each; the files of a rung alias it.</summary>
    public static string SumsClass(int lanes) => "Sums" + Support.CSharpText.Number(lanes);

    /// <summary>The runtime class of dot products of bytes that sums in so many lanes.</summary>
    public static string DotClass(int lanes) => "DotX" + Support.CSharpText.Number(lanes);

    /// <summary>The C# type of a vector of that many floats; the files of a rung alias it, as in <c>V16</c>.</summary>
    public static string VectorType(int lanes) => lanes == 1 ? "float" : "V" + Support.CSharpText.Number(lanes);
}
