namespace Samples.Sound;

/// <summary>
/// What the anomaly model of MLPerf Tiny hears: 128 mel bands in decibels, a frame of 64 ms every 32 ms; a window is five frames in a row.
/// Source: mlcommons/tiny, anomaly detection, common.py (librosa's melspectrogram, centred frames over the reflected signal).
/// </summary>
public sealed class LogMel
{
    /// <summary>Samples per second, bands of a frame, frames of a window, and numbers of a window.</summary>
    public const int SampleRate = 16000, Bands = 128, FramesInWindow = 5, Window = Bands * FramesInWindow;
    const int FrameLength = 1024, Step = 512;
    const double MachineEpsilon = 2.220446049250313e-16;

    readonly Spectrum _spectrum = new(FrameLength, FrameLength);
    readonly MelFilters _mel;
    readonly double[] _bins, _bands = new double[Bands];

    /// <summary>Computes the tables.</summary>
    public LogMel()
    {
        _bins = new double[_spectrum.Bins];
        _mel = MelFilters.Slaney(Bands, _spectrum.Bins, SampleRate);
    }

    /// <summary>How long a window's sound is, and how long after one window's begin the next one begins.</summary>
    public const double WindowSeconds = (FrameLength + (FramesInWindow - 1.0) * Step) / SampleRate, StepSeconds = (double)Step / SampleRate;

    /// <summary>The frames of a sound, band after band. A window is <see cref="Window"/> numbers from a frame's begin.</summary>
    /// <param name="samples">The sound at <see cref="SampleRate"/>.</param>
    /// <returns>Frames x <see cref="Bands"/> decibels; none if the sound is too short to be reflected.</returns>
    public float[] Frames(ReadOnlySpan<float> samples)
    {
        if (samples.Length <= FrameLength / 2) return [];
        var count = 1 + samples.Length / Step;
        var result = new float[count * Bands];
        Span<float> frame = stackalloc float[FrameLength];
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < FrameLength; k++) frame[k] = samples[Reflect(i * Step + k - FrameLength / 2, samples.Length)];
            _spectrum.Power(frame, _bins);
            _mel.Apply(_bins, _bands);
            for (var band = 0; band < Bands; band++) result[i * Bands + band] = (float)(10 * Math.Log10(_bands[band] + MachineEpsilon));
        }
        return result;
    }

    static int Reflect(int index, int length) => index < 0 ? -index : index >= length ? 2 * (length - 1) - index : index;
}
