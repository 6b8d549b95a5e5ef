using System.Diagnostics;

namespace EdgeCompile.Bench;

/// <summary>The time of a call in microseconds: the median, and the fastest one, which a busy machine disturbs least.</summary>
sealed record Timing(double Median, double Fastest);

/// <summary>
/// Times contenders in one process by turns: a short block of calls each, round after round, so that a change of clock speed or a busy
/// neighbour meets all of them. A block keeps a contender's weights in its caches, as a program that only runs this model would.
/// </summary>
static class Race
{
    static readonly TimeSpan Block = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan WarmUpAtLeast = TimeSpan.FromSeconds(1);
    static readonly TimeSpan WarmUpAtMost = TimeSpan.FromSeconds(15);

    /// <summary>The times of each contender, in their order.</summary>
    public static Timing[] Run(IReadOnlyList<IContender> contenders, TimeSpan duration)
    {
        foreach (var contender in contenders) WarmUp(contender);
        var samples = contenders.Select(_ => new List<double>()).ToArray();
        const int roundsAtLeast = 5;
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < roundsAtLeast || Stopwatch.GetElapsedTime(start) < duration; round++)
            for (var i = 0; i < contenders.Count; i++)
                RunBlock(contenders[i], samples[i]);
        return [.. samples.Select(times => new Timing(Median(times), times.Min()))];
    }

    /// <summary>
    /// Calls until the tiered JIT has settled: it recompiles in the background, 100 ms after the last new method was seen, so the time of a
    /// call falls in steps. Three blocks in a row within 3 % of the best one, after a second at least, end the wait.
    /// </summary>
    public static void WarmUp(IContender contender)
    {
        const int steadyBlocks = 3;
        var (best, steady) = (double.MaxValue, 0);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var samples = new List<double>();
            for (var blocks = 0; blocks < 10; blocks++) RunBlock(contender, samples);
            var median = Median(samples);
            steady = median > 0.97 * best ? steady + 1 : 0;
            best = Math.Min(best, median);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if ((steady >= steadyBlocks && elapsed > WarmUpAtLeast) || elapsed > WarmUpAtMost) return;
            Thread.Sleep(20);       // leaves the compiling thread a core
        }
    }

    /// <summary>The first call of a block only brings the caches back and is not counted.</summary>
    static void RunBlock(IContender contender, List<double> samples)
    {
        contender.Run();
        var blockStart = Stopwatch.GetTimestamp();
        do
        {
            var start = Stopwatch.GetTimestamp();
            contender.Run();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(blockStart) < Block);
    }

    static double Median(List<double> samples)
    {
        samples.Sort();
        var middle = samples.Count / 2;
        return samples.Count % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
    }
}
