namespace Samples.Sound;

/// <summary>
/// Magnitudes of the discrete Fourier transform of a windowed frame: Cooley and Tukey's algorithm by twos, with periodic Hann window.
/// </summary>
public sealed class Spectrum
{
    readonly double[] _window, _cosine, _sine, _real, _imaginary;
    readonly int[] _reversed;

    /// <summary>For frames of <paramref name="frame"/> samples, padded with zeros to <paramref name="size"/>, a power of two.</summary>
    public Spectrum(int frame, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(size), true, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame, size);
        _window = Table(frame, i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / frame));
        _cosine = Table(size / 2, i => Math.Cos(2 * Math.PI * i / size));
        _sine = Table(size / 2, i => -Math.Sin(2 * Math.PI * i / size));
        (_real, _imaginary, _reversed) = (new double[size], new double[size], new int[size]);
        for (var i = 1; i < size; i++) _reversed[i] = _reversed[i / 2] / 2 + (i % 2 == 0 ? 0 : size / 2);
    }

    /// <summary>Samples of a frame.</summary>
    public int Frame => _window.Length;

    /// <summary>Frequencies from 0 to half the sample rate.</summary>
    public int Bins => _real.Length / 2 + 1;

    /// <summary>The squared magnitude at each frequency. Allocates nothing.</summary>
    /// <param name="frame"><see cref="Frame"/> samples.</param>
    /// <param name="power"><see cref="Bins"/> results.</param>
    public void Power(ReadOnlySpan<float> frame, Span<double> power)
    {
        for (var i = 0; i < _real.Length; i++)
        {
            var from = _reversed[i];
            _real[i] = from < frame.Length ? frame[from] * _window[from] : 0;
            _imaginary[i] = 0;
        }
        for (var half = 1; half < _real.Length; half *= 2)
        {
            var step = _real.Length / (2 * half);
            for (var start = 0; start < _real.Length; start += 2 * half)
                for (var i = 0; i < half; i++) Butterfly(start + i, start + i + half, i * step);
        }
        for (var i = 0; i < Bins; i++) power[i] = _real[i] * _real[i] + _imaginary[i] * _imaginary[i];
    }

    void Butterfly(int a, int b, int turn)
    {
        var real = _real[b] * _cosine[turn] - _imaginary[b] * _sine[turn];
        var imaginary = _real[b] * _sine[turn] + _imaginary[b] * _cosine[turn];
        (_real[b], _imaginary[b]) = (_real[a] - real, _imaginary[a] - imaginary);
        (_real[a], _imaginary[a]) = (_real[a] + real, _imaginary[a] + imaginary);
    }

    static double[] Table(int length, Func<int, double> of)
    {
        var table = new double[length];
        for (var i = 0; i < length; i++) table[i] = of(i);
        return table;
    }
}
