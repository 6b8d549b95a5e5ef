using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// The lanes in which a rung sums products of bytes: its widest, but on the rung of 16 lanes also 8, because .NET has <c>vpdpbusd</c> in 8 lanes
/// (AVX-VNNI) and not in 16, and one such instruction does what takes three in 16 lanes.
/// </summary>
static class DotLanes
{
    public static IReadOnlyList<int> Of(Isa isa) => isa.Lanes == 16 ? [8, 16] : [isa.Lanes];

    /// <summary>The C# of the place where a sum starts; on the rung of 4 lanes, which is Arm's, activations may be multiplied signed.</summary>
    /// <param name="isa">The rung.</param>
    /// <param name="channel">The place for unsigned activations.</param>
    /// <param name="channels">How far those for signed ones are from there.</param>
    public static string Start(Isa isa, string channel, int channels) =>
        isa.Lanes > 4 ? channel : (channel == "0" ? "" : channel + " + ") + $"{Isa.DotClass(4)}.Signed * {Number(channels)}";

    /// <summary>Writes the code for each, behind a test that the JIT and the AOT compiler know the answer of.</summary>
    public static void Choose(KernelWriter writer, Action<int> write)
    {
        if (writer.Isa.Lanes < 16)
        {
            write(writer.Isa.Lanes);
            return;
        }
        using (writer.Code.Braces($"if ({Isa.DotClass(8)}.IsExact)")) write(8);
        using (writer.Code.Braces("else")) write(16);
    }
}
