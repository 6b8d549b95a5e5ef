using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Which rung this machine can use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rungs
{
    /// <summary>Whether this machine, and the way the program was compiled, can run a rung.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSupported(Rung rung) => rung switch
    {
        Rung.Auto or Rung.Vector128 => true,
        Rung.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        Rung.Avx512 => Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported,
        _ => false,
    };

    /// <summary>The highest supported rung of those that a model was emitted for; <see cref="Rung.Vector128"/> if none is.</summary>
    /// <param name="emitted">The rungs of the model, in any order.</param>
    public static Rung Best(params ReadOnlySpan<Rung> emitted)
    {
        var best = Rung.Vector128;
        foreach (var rung in emitted)
            if (rung > best && IsSupported(rung))
                best = rung;
        return best;
    }
}
