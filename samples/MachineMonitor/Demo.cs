using System.Globalization;
using EdgeCompile;
using Samples.Sound;

namespace Samples.Machines;

/// <summary>Prints how unusual machine sounds are, and draws each over time.</summary>
static class Demo
{
    const int Ok = 0, WrongUse = 1, SomeFileFailed = 2;

    /// <returns>0; 1 without files; 2 if any file could not be read or its plot not written.</returns>
    public static int Run(string[] paths, TextWriter output, TextWriter errors)
    {
        if (paths.Length == 0)
        {
            errors.WriteLine("usage: MachineMonitor FILE.wav...");
            return WrongUse;
        }
        using var monitor = new Monitor();
        var result = Ok;
        foreach (var path in paths)
        {
            try
            {
                Report(monitor, path, output);
            }
            catch (SoundException e)
            {
                errors.WriteLine($"{path}: {e.Message}");
                result = SomeFileFailed;
            }
        }
        output.WriteLine(Invariant($"arena {MachineModel.ArenaBytes:N0} bytes, weights {MachineModel.WeightBytes:N0} bytes, {MachineModel.MultiplyAdds:N0} multiply-adds per inference"));
        return result;
    }

    static void Report(Monitor monitor, string path, TextWriter output)
    {
        var sound = Recording.Open(path, LogMel.SampleRate);
        var scores = monitor.Scores(sound.Samples);
        if (scores.Length == 0) throw new SoundException(Invariant($"{sound.Seconds:F2} s of sound are less than the {LogMel.WindowSeconds:F3} s of a window"));
        var worst = 0;
        double sum = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += scores[i];
            if (scores[i] > scores[worst]) worst = i;
        }
        output.WriteLine(Invariant($"{path}: {sound.Seconds:F2} s, {scores.Length} windows, anomaly score {sum / scores.Length:F2}, greatest {scores[worst]:F2} at {worst * LogMel.StepSeconds:F2} s"));
        output.WriteLine($"  plot: {WritePlot(path, scores)}");
    }

    static string WritePlot(string path, float[] scores)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "plots");
        var plot = Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + ".svg");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(plot, Plot.Svg(Path.GetFileName(path), scores, LogMel.StepSeconds));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SoundException($"cannot write {plot}: {e.Message.TrimEnd('.')}");
        }
        return plot;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
