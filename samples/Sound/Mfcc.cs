namespace Samples.Sound;

/// <summary>
/// What the keyword model of MLPerf Tiny hears of one second of sound: 49 frames of 10 mel-frequency cepstral coefficients. A frame is
/// 30 ms long and begins 20 ms after the one before it. Source: mlcommons/tiny, keyword spotting, get_dataset.py.
/// </summary>
public sealed class Mfcc
{
    /// <summary>Samples per second, samples of one second, frames in it, and numbers of a frame.</summary>
    public const int SampleRate = 16000, Samples = 16000, Frames = 49, Coefficients = 10;
    const int FrameLength = 480, Step = 320, MelBands = 40;

    readonly Spectrum _spectrum = new(FrameLength, 512);
    readonly MelFilters _mel;
    readonly double[] _bins, _bands = new double[MelBands];
    readonly double[,] _cosine = new double[Coefficients, MelBands];

    /// <summary>Computes the tables.</summary>
    public Mfcc()
    {
        _bins = new double[_spectrum.Bins];
        _mel = MelFilters.Htk(MelBands, _spectrum.Bins, SampleRate, 20, 4000);
        // The cosine transform of type II, in TensorFlow's scale.
        for (var k = 0; k < Coefficients; k++)
            for (var band = 0; band < MelBands; band++)
                _cosine[k, band] = 2 / Math.Sqrt(2 * MelBands) * Math.Cos(Math.PI * k * (2 * band + 1) / (2 * MelBands));
    }

    /// <summary>The coefficients, frame after frame. Allocates nothing.</summary>
    /// <param name="second">Up to <see cref="Samples"/> samples; what is missing is silence.</param>
    /// <param name="features"><see cref="Frames"/> x <see cref="Coefficients"/> results.</param>
    public void Compute(ReadOnlySpan<float> second, Span<float> features)
    {
        Span<float> frame = stackalloc float[FrameLength];
        // The loudest sample becomes 1, as in training.
        float loudest = 0;
        foreach (var sample in second) loudest = Math.Max(loudest, sample);
        var gain = loudest > 0 ? 1.0 / loudest : 1;
        for (var i = 0; i < Frames; i++)
        {
            for (var k = 0; k < FrameLength; k++) frame[k] = i * Step + k < second.Length ? second[i * Step + k] : 0;
            _spectrum.Power(frame, _bins);
            for (var bin = 0; bin < _bins.Length; bin++) _bins[bin] = gain * Math.Sqrt(_bins[bin]);
            _mel.Apply(_bins, _bands);
            for (var band = 0; band < MelBands; band++) _bands[band] = Math.Log(_bands[band] + 1e-6);
            for (var k = 0; k < Coefficients; k++)
            {
                double sum = 0;
                for (var band = 0; band < MelBands; band++) sum += _cosine[k, band] * _bands[band];
                features[i * Coefficients + k] = (float)sum;
            }
        }
    }
}
