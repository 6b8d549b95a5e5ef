namespace Samples.Sound;

/// <summary>Overlapping triangles over a spectrum, as wide as the ear's resolution.</summary>
public sealed class MelFilters
{
    readonly (int First, double[] Weights)[] _triangles;

    MelFilters((int First, double[] Weights)[] triangles) => _triangles = triangles;

    /// <summary>How many triangles there are.</summary>
    public int Count => _triangles.Length;

    /// <summary>
    /// Triangles that are straight on the mel scale 1127 ln(1 + f / 700), of height 1, without the constant part of the signal.
    /// Source: TensorFlow, <c>tf.signal.linear_to_mel_weight_matrix</c>.
    /// </summary>
    public static MelFilters Htk(int count, int bins, int sampleRate, double low, double high)
    {
        var corners = Corners(count, Mel(low), Mel(high));
        return Build(count, bins, bin => bin == 0 ? double.NegativeInfinity : Mel(Frequency(bin, bins, sampleRate)), corners, _ => 1);

        static double Mel(double frequency) => 1127 * Math.Log(1 + frequency / 700);
    }

    /// <summary>
    /// Triangles that are straight in frequency, of area 1, with corners on Slaney's scale: linear below 1 kHz, logarithmic above.
    /// Source: M. Slaney, Auditory Toolbox, 1998; the default of <c>librosa.filters.mel</c>.
    /// </summary>
    public static MelFilters Slaney(int count, int bins, int sampleRate)
    {
        var corners = Array.ConvertAll(Corners(count, 0, Mel(sampleRate / 2.0)), Frequency);
        return Build(count, bins, bin => MelFilters.Frequency(bin, bins, sampleRate), corners, i => 2 / (corners[i + 2] - corners[i]));

        static double Mel(double frequency) => frequency < 1000 ? frequency * 3 / 200 : 15 + 27 * Math.Log(frequency / 1000) / Math.Log(6.4);
        static double Frequency(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27);
    }

    /// <summary>The weighted sum of a spectrum under each triangle. Allocates nothing.</summary>
    public void Apply(ReadOnlySpan<double> spectrum, Span<double> sums)
    {
        for (var i = 0; i < _triangles.Length; i++)
        {
            var (first, weights) = _triangles[i];
            double sum = 0;
            for (var k = 0; k < weights.Length; k++) sum += weights[k] * spectrum[first + k];
            sums[i] = sum;
        }
    }

    static MelFilters Build(int count, int bins, Func<int, double> place, double[] corners, Func<int, double> height)
    {
        var triangles = new (int, double[])[count];
        for (var i = 0; i < count; i++)
        {
            var (low, middle, high) = (corners[i], corners[i + 1], corners[i + 2]);
            var first = 0;
            while (first < bins && place(first) <= low) first++;
            var end = first;
            while (end < bins && place(end) < high) end++;
            var weights = new double[end - first];
            for (var k = 0; k < weights.Length; k++)
            {
                var at = place(first + k);
                weights[k] = height(i) * Math.Min((at - low) / (middle - low), (high - at) / (high - middle));
            }
            triangles[i] = (first, weights);
        }
        return new(triangles);
    }

    static double[] Corners(int count, double low, double high)
    {
        var corners = new double[count + 2];
        for (var i = 0; i < corners.Length; i++) corners[i] = low + (high - low) * i / (count + 1);
        return corners;
    }

    static double Frequency(int bin, int bins, int sampleRate) => (double)bin / (bins - 1) * (sampleRate / 2.0);
}
