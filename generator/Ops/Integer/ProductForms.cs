namespace EdgeCompile.Ops;

/// <summary>The parts of a kernel's multiply-adds by how wide they must be summed for certain, where the machine has no <c>vpdpbusd</c>.</summary>
/// <param name="Fours">Four can be summed in int16: two of neighbouring quads each.</param>
/// <param name="Pairs">Two can, as <c>pmaddubsw</c> does.</param>
/// <param name="Wide">The others: factors of int16, sums of int32 (<c>pmaddwd</c>).</param>
sealed record ProductForms(double Fours, double Pairs, double Wide)
{
    public static readonly ProductForms AllWide = new(0, 0, 1);
}
