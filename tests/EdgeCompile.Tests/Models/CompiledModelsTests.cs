using System.Collections.Concurrent;
using System.Reflection;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Kernels;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Models;

/// <summary>Real models as emitted code, on every rung of this machine.</summary>
public class CompiledModelsTests(CompiledZoo zoo, ITestOutputHelper output) : IClassFixture<CompiledZoo>
{
    /// <summary>What the compiler was first made for; these keep within a tight arena.</summary>
    static readonly string[] First =
        [ZooModel.Sample, "yolox_nano", "fastestdet", "ultraface_rfb320", "resnet8_fp32", "vww_96_fp32", "mnist8", "ad01_fp32"];

    /// <summary>The models that compile, a line each: none may be lost unseen, and those that are won are written down.</summary>
    static readonly string record = Path.Combine(Repository.Root, "tests", "EdgeCompile.Tests", "Models", "compiling.txt");

    [SharedFact]
    public void TheRecordOfModelsThatCompileHolds()
    {
        foreach (var (model, code) in zoo.All.Where(model => !model.Code.IsCompiled))
            output.WriteLine($"{model}: {(code.Fault is { } fault ? fault.Message : code.Refusal)}");
        Assert.Empty(zoo.All.Where(model => model.Code.Fault is not null).Select(model => $"{model.Model}: {model.Code.Fault}"));
        Assert.Empty(zoo.All.Where(model => !model.Code.IsCompiled && model.Code.Refusal.Length == 0).Select(model => model.Model.Name));
        var compiling = zoo.All.GroupBy(model => model.Model.Name).Where(sizes => sizes.All(model => model.Code.IsCompiled))
            .Select(sizes => sizes.Key).ToArray();
        Assert.Empty(First.Except(compiling));
        if (Environment.GetEnvironmentVariable("EDGECOMPILE_UPDATE") is { Length: > 0 }) File.WriteAllText(record,
            string.Concat(compiling.Select(name => name + "\n")));
        var listed = File.ReadAllLines(record);
        Assert.True(listed.SequenceEqual(compiling), $"""
            lost: {string.Join(' ', listed.Except(compiling))}
            won: {string.Join(' ', compiling.Except(listed))}
            EDGECOMPILE_UPDATE=1 writes compiling.txt anew.
            """);
    }

    [SharedFact]
    public void EveryCaseGivesTheSavedOutputsOnEveryRung()
    {
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(zoo.Compiled, model => Compare(model.Model, model.Code, wrong));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    /// <summary>The rule for models that another engine's optimisations move lets none of these through.</summary>
    [SharedFact]
    public void TheFirstAreHeldToTheStrictTolerance()
    {
        foreach (var name in First)
        {
            var folder = ZooModel.Named(name).Folder;
            Assert.NotEmpty(folder.DataSets);
            foreach (var dataSet in folder.DataSets)
            {
                var outputs = ModelFolder.FilesOf(dataSet, "output");
                Assert.NotEmpty(outputs);
                for (var i = 0; i < outputs.Count; i++)
                {
                    var tolerance = ZooModel.Named(name).ToleranceOf(dataSet, i);
                    Assert.Equal((0, 0, 1e-4), (tolerance.Absolute, tolerance.Relative, tolerance.OfLargest));
                }
            }
        }
    }

    static void Compare(ZooModel model, CompiledClass code, ConcurrentBag<string> wrong)
    {
        using var instance = code.New();
        var cases = model.Read(instance.Inputs, instance.Outputs).ToArray();
        foreach (var rung in CompiledZoo.Rungs)
        {
            instance.Rung = rung;
            foreach (var data in cases)
            {
                var outputs = instance.Run([.. data.Inputs.Cast<Tensor>()]);
                Assert.Equal(outputs.Count, data.Outputs.Count);
                for (var i = 0; i < outputs.Count; i++)
                {
                    var comparison = Comparison.Of(data.Outputs[i], outputs[i], model.ToleranceOf(data.Name, i));
                    if (!comparison.Passes) wrong.Add($"{model} {rung} {data.Name} output {i}: {comparison}");
                }
            }
        }
    }

    [SharedFact]
    public void NoMicroKernelIsTooLargeToBeInlined() =>
        Assert.Empty(zoo.Compiled.SelectMany(model => model.Code.Type.GetNestedTypes(BindingFlags.NonPublic).SelectMany(Inlining.Refused)
            .Select(refused => $"{model.Model}: {refused}")));

    [SharedFact]
    public void TheArenaIsCloseToWhatAnyPlacementNeeds()
    {
        var wide = new List<string>();
        foreach (var (model, code) in zoo.Compiled)
        {
            var arena = code.Plan!.Arena;
            var line = FormattableString.Invariant($"{model}: {arena.Bytes} bytes, at least {arena.LowerBound}, {arena.Bytes / (double)Math.Max(arena.LowerBound, 1):f3}");
            output.WriteLine(line);
            if (arena.Bytes > 1.05 * arena.LowerBound) wide.Add(line);
        }
        Assert.Empty(wide);
    }

    [SharedFact]
    public void RunsAllocateNothingOnAnyRung()
    {
        foreach (var (model, code) in zoo.Compiled)
        {
            using var instance = code.New();
            var call = instance.Prepare([.. instance.Inputs.Select(input => new Tensor(input.Element, input.Shape))]);
            foreach (var rung in CompiledZoo.Rungs)
            {
                instance.Rung = rung;
                call.Run();
                var before = GC.GetAllocatedBytesForCurrentThread();
                call.Run();
                Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"{model} allocates on {rung}");
            }
        }
    }
}
