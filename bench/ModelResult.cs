namespace EdgeCompile.Bench;

/// <summary>One model's race, or why there was none.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Fault">Why it was not timed: it was refused, or computes something else; null if it was.</param>
/// <param name="Size">Its work and memory; null if it was refused.</param>
/// <param name="OnnxRuntime">The time of ONNX Runtime; null if there was no race.</param>
/// <param name="Rungs">Ours on each rung asked for.</param>
sealed record ModelResult(string Model, string? Fault, ModelSize? Size, Timing? OnnxRuntime, IReadOnlyList<RungResult> Rungs)
{
    public static ModelResult NotTimed(string model, string fault, ModelSize? size = null) => new(model, fault, size, null, []);

    /// <summary>What fused multiply-adds alone reached between the turns of the others, in the median; 0 if there was no race.</summary>
    public double PeakGflops { get; init; }

    /// <summary>How many times faster than ONNX Runtime, by the medians.</summary>
    public double Speedup(RungResult rung) => (OnnxRuntime?.Median ?? double.NaN) / rung.Time.Median;

    /// <summary>The same by the fastest calls: where it differs much, the machine was busy.</summary>
    public double SpeedupAtBest(RungResult rung) => (OnnxRuntime?.Fastest ?? double.NaN) / rung.Time.Fastest;

    /// <summary>Floating-point operations in a nanosecond, a multiply-add being two.</summary>
    public double Gflops(RungResult rung) => 2e-3 * (Size?.MultiplyAdds ?? 0) / rung.Time.Median;

    /// <summary>The same as a share of the peak; not a number where there is none.</summary>
    public double ShareOfPeak(RungResult rung) => PeakGflops > 0 ? Gflops(rung) / PeakGflops : double.NaN;
}

/// <summary>A compiled model's work in a call, and its memory in bytes.</summary>
sealed record ModelSize(long MultiplyAdds, int ArenaBytes, int ArenaLowerBound, int WeightBytes);

/// <summary>The time on a rung, and the largest deviation from the expected outputs as a share of their largest magnitude.</summary>
sealed record RungResult(string Rung, Timing Time, double Deviation);
