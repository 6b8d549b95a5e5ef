using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// Consecutive steps over the rows of large pictures that one thread carries out band by band: what one step makes is still in the caches when
/// the next one reads it. Tensors lie where the plan has put them, so a step goes only as far as nobody before it has still to write what it
/// reads, or to read or write what it writes over.
/// </summary>
/// <param name="First">The first of the steps.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Ends">How many units of each step are done: zeros, then a row of numbers behind each band.</param>
sealed record Bands(int First, int Steps, EquatableArray<int> Ends)
{
    /// <summary>Less than this altogether stays in the caches anyway; and what one step of a band should make.</summary>
    const int LeastBytes = 3 << 18, BytesOfBand = 1 << 17;
    const int MostBands = 64, MostWeightBytes = 1 << 17;

    public static IReadOnlyList<Bands> Of(IReadOnlyList<StepCall> calls)
    {
        var found = new List<Bands>();
        for (var first = 0; first < calls.Count; first++)
        {
            Bands? longest = null;
            var steps = new List<BandedStep>();
            while (first + steps.Count < calls.Count && BandedStep.Of(calls[first + steps.Count]) is { } step && step.WeightBytes <= MostWeightBytes
                && (steps.Count == 0 || (!step.ReadsCallers && steps.Any(step.ReadsResultOf))))
            {
                steps.Add(step);
                if (steps.Count == 1) continue;
                if (EndsOf(steps) is not { } ends) break;
                longest = new(first, steps.Count, ends.ToEquatableArray());
            }
            if (longest is null) continue;
            if (steps.Take(longest.Steps).Sum(step => (long)step.Bytes) >= LeastBytes) found.Add(longest);
            first += longest.Steps - 1;
        }
        return found;
    }

    /// <summary>The ends of bands; null if the steps cannot keep pace with one another.</summary>
    static List<int>? EndsOf(List<BandedStep> steps)
    {
        var bands = Math.Min(MostBands, steps.Max(step => step.ResultBytes) / BytesOfBand + 1);
        var done = new int[steps.Count];
        var ends = new List<int>(done);
        for (var band = 1; band <= bands; band++)
        {
            done[0] = steps[0].Units * band / bands;
            for (var k = 1; k < steps.Count; k++)
                while (done[k] < steps[k].Units && May(k)) done[k]++;
            // Where the last step is far behind, all that lies between has left the caches.
            if (band == (bands + 1) / 2 && done[steps.Count - 1] * 4 < steps[steps.Count - 1].Units) return null;
            ends.AddRange(done);
        }
        return bands < 2 || steps.Where((step, k) => done[k] < step.Units).Any() ? null : ends;

        bool May(int k)
        {
            var next = done[k] + 1;
            for (var before = 0; before < k; before++)
            {
                if (done[before] == steps[before].Units) continue;
                var (writes, reads) = (steps[before].WritesFrom(done[before]), steps[before].ReadsFrom(done[before]));
                if (steps[k].ReadsUpTo(next).Append(steps[k].WritesUpTo(next)).Any(writes.Overlaps)) return false;
                if (reads.Any(steps[k].WritesUpTo(next).Overlaps)) return false;
            }
            return true;
        }
    }
}
