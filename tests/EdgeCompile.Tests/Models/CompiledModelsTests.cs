using System.Collections.Concurrent;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Models;

/// <summary>Real models as emitted code, on every rung of this machine.</summary>
public class CompiledModelsTests(CompiledZoo zoo, ITestOutputHelper output) : IClassFixture<CompiledZoo>
{
    /// <summary>What the compiler was first made for; these keep within a tight arena.</summary>
    static readonly string[] First =
        [ZooModel.Sample, "yolox_nano", "fastestdet", "ultraface_rfb320", "resnet8_fp32", "vww_96_fp32", "mnist8", "ad01_fp32"];

    /// <summary>The others that compile: a record, to be changed when more do.</summary>
    static readonly string[] Others =
    [
        "blazeface_front", "blazepalm", "bodypix_s16", "cct2", "dtln_2", "face_landmark", "hand_landmark", "kws_ref_fp32", "magika_v3_3", "micro_kws_fp32", "nanodet_m",
        "oww_embedding", "oww_melspec", "ppocr_v4_det", "ppocr_v4_rec", "selfie_seg", "stories260k", "super_resolution", "tree_lgbm_tensor", "ultraface_slim320", "yolox_nano_3cls", "yunet_n_320",
    ];

    [SharedFact]
    public void TheRecordOfModelsThatCompileHolds()
    {
        foreach (var (model, code) in zoo.All.Where(model => !model.Code.IsCompiled))
            output.WriteLine($"{model}: {(code.Fault is { } fault ? fault.Message : code.Refusal)}");
        Assert.Empty(zoo.All.Where(model => model.Code.Fault is not null).Select(model => $"{model.Model}: {model.Code.Fault}"));
        Assert.Empty(zoo.All.Where(model => !model.Code.IsCompiled && model.Code.Refusal.Length == 0).Select(model => model.Model.Name));
        Assert.Equal(First.Concat(Others).Order(StringComparer.Ordinal),
            zoo.All.GroupBy(model => model.Model.Name).Where(sizes => sizes.All(model => model.Code.IsCompiled)).Select(sizes => sizes.Key));
    }

    [SharedFact]
    public void EveryCaseGivesTheSavedOutputsOnEveryRung()
    {
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(zoo.Compiled, model => Compare(model.Model, model.Code, wrong));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
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
    public void TheArenaIsCloseToWhatAnyPlacementNeeds()
    {
        var wide = new List<string>();
        foreach (var (model, code) in zoo.Compiled)
        {
            var arena = code.Plan!.Arena;
            var line = FormattableString.Invariant($"{model}: {arena.Bytes} bytes, at least {arena.LowerBound}, {arena.Bytes / (double)Math.Max(arena.LowerBound, 1):f3}");
            output.WriteLine(line);
            if (First.Contains(model.Name) && arena.Bytes > 1.05 * arena.LowerBound) wide.Add(line);
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
