using System.Globalization;
using Samples.Sound;

namespace EdgeCompile.Sample.Tests.Sound;

/// <summary>The features of the sound samples against golden ones that golden.py computes with another library.</summary>
public class FeatureTests
{
    [Fact]
    public void CepstralCoefficientsAreTensorFlows()
    {
        var features = new float[Mfcc.Frames * Mfcc.Coefficients];
        new Mfcc().Compute(Signal(), features);
        AssertClose("mfcc.txt", features, 2e-4f);
    }

    [Fact]
    public void CepstralCoefficientsOfAShortSoundAreThoseOfTheSoundAndSilence()
    {
        float[] padded = new float[Mfcc.Samples], whole = new float[Mfcc.Frames * Mfcc.Coefficients], cut = new float[whole.Length];
        Signal().AsSpan(0, 5000).CopyTo(padded);
        new Mfcc().Compute(padded, whole);
        new Mfcc().Compute(padded.AsSpan(0, 5000), cut);
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void SilenceHasFiniteFeatures()
    {
        var features = new float[Mfcc.Frames * Mfcc.Coefficients];
        new Mfcc().Compute(new float[Mfcc.Samples], features);
        Assert.All(features, feature => Assert.True(float.IsFinite(feature)));
        Assert.All(new LogMel().Frames(new float[LogMel.SampleRate]), feature => Assert.True(float.IsFinite(feature)));
    }

    [Fact]
    public void MelBandsAreLibrosas() => AssertClose("logmel.txt", new LogMel().Frames(Signal()), 2e-3f);

    [Fact]
    public void ASoundTooShortToReflectHasNoFrames() => Assert.Empty(new LogMel().Frames(new float[512]));

    static float[] Signal()
    {
        var signal = new float[16000];
        for (var i = 0; i < signal.Length; i++)
        {
            var t = i / 16000.0;
            var sample = 0.5 * Math.Sin(2 * Math.PI * (200 + 1500 * t) * t) + 0.1 * Math.Sin(2 * Math.PI * 3100 * t);
            signal[i] = (float)(i == 8000 ? sample + 0.3 : sample);
        }
        return signal;
    }

    static void AssertClose(string file, float[] actual, float tolerance)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sound", file));
        var expected = text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
