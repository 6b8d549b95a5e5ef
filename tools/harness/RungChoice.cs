using EdgeCompile.Runtime;

namespace EdgeCompile.Harness;

/// <summary>The rungs that a command line asks for by name.</summary>
static class RungChoice
{
    /// <summary>What may be said: a rung, the best one of this machine, or all that it has.</summary>
    public static readonly string[] Names = ["best", "all", "vector128", "avx2", "avx512"];

    static readonly Rung[] ladder = [Rung.Vector128, Rung.Avx2, Rung.Avx512];

    /// <summary>The rungs of a name, from the baseline up.</summary>
    /// <exception cref="PlatformNotSupportedException">This machine lacks the rung.</exception>
    public static IReadOnlyList<Rung> Of(string name)
    {
        if (name == "best") return [Rungs.Best(ladder)];
        if (name == "all") return [.. ladder.Where(Rungs.IsSupported)];
        var rung = Enum.Parse<Rung>(name, ignoreCase: true);
        return Rungs.IsSupported(rung) ? [rung] : throw new PlatformNotSupportedException($"this machine has no {rung}");
    }
}
