using EdgeCompile.Harness;
using EdgeCompile.Tests;

namespace EdgeCompile.Package.Tests;

/// <summary>The samples that are given their model when they are built, as their READMEs say.</summary>
public class SoundSampleTests
{
    [SharedFact]
    public void TheKeywordSpotterTellsWordsThatItDoesNotKnow()
    {
        // "Marvin" is among the words that the model was trained to call unknown.
        var (code, output) = Run("KeywordSpotter", "kws_ref_int8", Sound("marvin.wav"), "missing.wav");
        Assert.Contains("    0.00   1.00  (unknown)", output);
        Assert.Contains("missing.wav: no such file", output);
        Assert.Equal(2, code);
    }

    [SharedFact]
    public void TheMachineMonitorScoresASoundAndDrawsTheScore()
    {
        var (code, output) = Run("MachineMonitor", "ad01_int8", Sound("noisy_speech.wav"));
        Assert.Equal(0, code);
        Assert.Matches(@"noisy_speech\.wav: 9\.77 s, 302 windows, anomaly score \d+\.\d\d, greatest \d+\.\d\d at \d\.\d\d s", output);
        var plot = output.Split('\n').Select(line => line.Trim())
            .Single(line => line.StartsWith("plot: ", StringComparison.Ordinal))["plot: ".Length..];
        Assert.StartsWith("<svg xmlns=", File.ReadAllText(plot));
    }

    [Fact]
    public void WithoutAModelTheBuildAsksForIt()
    {
        var (code, output) = Dotnet.Run(Repository.Root, "dotnet", "build", "samples/KeywordSpotter", "-c", "Release", "-v", "q", "--nologo");
        Assert.NotEqual(0, code);
        Assert.Contains("Build with -p:Model=PATH", output);
    }

    static (int Code, string Output) Run(string sample, string model, params string[] files) => Dotnet.Run(Repository.Root, "dotnet",
        ["run", "-c", "Release", "--project", "samples/" + sample, "-p:Model=" + Path.Combine(Repository.Shared!, "zoo", model, "model.onnx"), "--",
            .. files]);

    static string Sound(string name) => Path.Combine(Repository.Shared!, "media", name);
}
