using EdgeCompile;
using Samples.Sound;

namespace Samples.Machines;

/// <summary>Says how unlike the sounds it was trained on a machine sounds: the mean squared error of the model's reconstruction.</summary>
sealed class Monitor : IDisposable
{
    readonly LogMel _features = new();
    readonly MachineModel _model = new();
    readonly sbyte[] _heard = new sbyte[LogMel.Window], _expected = new sbyte[LogMel.Window];

    /// <summary>The score of each window of a sound, in squared decibels; none if the sound is shorter than a window.</summary>
    public float[] Scores(ReadOnlySpan<float> samples)
    {
        var frames = _features.Frames(samples);
        var scores = new float[Math.Max(0, frames.Length / LogMel.Bands - LogMel.FramesInWindow + 1)];
        for (var i = 0; i < scores.Length; i++) scores[i] = Score(frames.AsSpan(i * LogMel.Bands, LogMel.Window));
        return scores;
    }

    float Score(ReadOnlySpan<float> window)
    {
        for (var i = 0; i < window.Length; i++)
            _heard[i] = (sbyte)Math.Clamp(MathF.Round(window[i] / MachineModel.InputScaleInput1) + MachineModel.InputZeroPointInput1, -128, 127);
        _model.Run(_heard, _expected);
        double sum = 0;
        for (var i = 0; i < window.Length; i++)
        {
            var error = window[i] - (_expected[i] - MachineModel.OutputZeroPointIdentity) * MachineModel.OutputScaleIdentity;
            sum += error * error;
        }
        return (float)(sum / window.Length);
    }

    public void Dispose() => _model.Dispose();
}
