using EdgeCompile;
using Samples.Sound;

namespace Samples.Keywords;

/// <summary>Says which word a second of sound is.</summary>
sealed class Spotter : IDisposable
{
    /// <summary>The model's classes, in its order.</summary>
    public static readonly string[] Words = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "(silence)", "(unknown)"];

    readonly Mfcc _mfcc = new();
    readonly KeywordModel _model = new();
    readonly float[] _features = new float[Mfcc.Frames * Mfcc.Coefficients];
    readonly sbyte[] _quantised = new sbyte[Mfcc.Frames * Mfcc.Coefficients], _scores = new sbyte[Words.Length];

    /// <summary>The likeliest word and its probability. Allocates nothing.</summary>
    /// <param name="second">Up to one second at <see cref="Mfcc.SampleRate"/>.</param>
    public (int Word, float Probability) Listen(ReadOnlySpan<float> second)
    {
        _mfcc.Compute(second, _features);
        for (var i = 0; i < _features.Length; i++)
            _quantised[i] = (sbyte)Math.Clamp(MathF.Round(_features[i] / KeywordModel.InputScaleInput1) + KeywordModel.InputZeroPointInput1, -128,
                127);
        _model.Run(_quantised, _scores);
        var best = 0;
        for (var i = 1; i < _scores.Length; i++)
            if (_scores[i] > _scores[best]) best = i;
        return (best, (_scores[best] - KeywordModel.OutputZeroPointIdentity) * KeywordModel.OutputScaleIdentity);
    }

    public void Dispose() => _model.Dispose();
}
