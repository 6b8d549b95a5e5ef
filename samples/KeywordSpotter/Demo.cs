using System.Diagnostics;
using System.Globalization;
using EdgeCompile;
using Samples.Sound;

namespace Samples.Keywords;

/// <summary>Prints the words in sound files, half a second by half a second.</summary>
static class Demo
{
    const int Ok = 0, WrongUse = 1, SomeFileFailed = 2;

    /// <returns>0; 1 without files; 2 if any file could not be read.</returns>
    public static int Run(string[] paths, TextWriter output, TextWriter errors)
    {
        if (paths.Length == 0)
        {
            errors.WriteLine("usage: KeywordSpotter FILE.wav...");
            return WrongUse;
        }
        using var spotter = new Spotter();
        var result = Ok;
        foreach (var path in paths)
        {
            try
            {
                Print(spotter, path, Recording.Open(path, Mfcc.SampleRate), output);
            }
            catch (SoundException e)
            {
                errors.WriteLine($"{path}: {e.Message}");
                result = SomeFileFailed;
            }
        }
        output.WriteLine(Invariant($"arena {KeywordModel.ArenaBytes:N0} bytes, weights {KeywordModel.WeightBytes:N0} bytes, {KeywordModel.MultiplyAdds:N0} multiply-adds per inference"));
        return result;
    }

    static void Print(Spotter spotter, string path, Recording sound, TextWriter output)
    {
        output.WriteLine(Invariant($"{path}: {sound.Seconds:F2} s"));
        output.WriteLine("    from     to  word       probability");
        var start = 0;
        var (calls, began) = (0, Stopwatch.GetTimestamp());
        do
        {
            var second = sound.Samples.AsSpan(start, Math.Min(Mfcc.Samples, sound.Samples.Length - start));
            var (word, probability) = spotter.Listen(second);
            calls++;
            output.WriteLine(Invariant($"{Seconds(start),8:F2}{Seconds(start + second.Length),7:F2}  {Spotter.Words[word],-10}{probability,12:F3}"));
            start += Mfcc.Samples / 2;
        }
        while (start + Mfcc.Samples / 2 < sound.Samples.Length);
        output.WriteLine(Invariant($"  {Stopwatch.GetElapsedTime(began).TotalMilliseconds / calls:F3} ms per second of sound, features included"));

        static double Seconds(int samples) => (double)samples / Mfcc.SampleRate;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
