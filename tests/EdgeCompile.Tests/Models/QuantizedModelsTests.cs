using System.Collections.Concurrent;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Passes;

namespace EdgeCompile.Tests.Models;

/// <summary>Quantised models: exact on every rung, the same in both formats, and integers from end to end.</summary>
public class QuantizedModelsTests
{
    /// <summary>Models whose every operator between input and output has a form in integers.</summary>
    static readonly string[] whole =
        ["ad01_int8", "kws_ref_int8", "micro_kws_qdq", "micro_kws_qop", "mlperf_ic_int8_qdq", "mlperf_ic_int8_qlinear"];

    [SharedFact]
    public void EveryRungGivesTheBitsOfTheInterpreter()
    {
        var wrong = new ConcurrentBag<string>();
        var models = whole.Select(ZooModel.Named).ToArray();
        using var compiled = CompiledModels.Compile([.. models.Select(model => model.Source())]);
        Parallel.For(0, models.Length, i =>
        {
            var code = compiled.Models[i];
            using var instance = code.New();
            var data = models[i].Read(instance.Inputs, instance.Outputs).Last();
            // The graph after the passes: they decide what is rounded where, once for all rungs.
            var expected = Interpreter.Run(Passed(code), data.Inputs);
            foreach (var rung in CompiledZoo.Rungs)
            {
                instance.Rung = rung;
                var outputs = instance.Run([.. data.Inputs.Cast<Tensor>()]);
                for (var o = 0; o < outputs.Count; o++)
                    if (!outputs[o].Equals(expected[o])) wrong.Add($"{models[i]} {rung} output {o}: {Comparison.Of(expected[o], outputs[o], Tolerance.Model)}");
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [SharedFact]
    public void NothingStaysInFloat()
    {
        foreach (var name in whole)
        {
            using var compiled = CompiledModels.Compile([ZooModel.Named(name).Source()]);
            Assert.DoesNotContain(compiled.Models[0].Diagnostics, diagnostic => diagnostic.Id == "EC0026");
        }
    }

    /// <summary>One network, quantised once with the same numbers and written in two formats.</summary>
    [SharedTheory]
    [InlineData("mlperf_ic_int8_qdq", "mlperf_ic_int8_qlinear")]
    [InlineData("mlperf_vww_int8_qdq", "mlperf_vww_int8_qlinear")]
    [InlineData("nxp_yoloface_qdq", "nxp_yoloface_qlinear")]
    public void TwinsAgree(string qdq, string qlinear)
    {
        ZooModel[] models = [ZooModel.Named(qdq), ZooModel.Named(qlinear)];
        using var compiled = CompiledModels.Compile([.. models.Select(model => model.Source())]);
        using LoadedModel first = compiled.Models[0].New(), second = compiled.Models[1].New();
        foreach (var data in models[0].Read(first.Inputs, first.Outputs))
        {
            Tensor[] inputs = [.. data.Inputs.Cast<Tensor>()];
            var (a, b) = (first.Run(inputs), second.Run(inputs));
            for (var o = 0; o < a.Count; o++)
                for (var i = 0; i < a[o].Count; i++) Assert.InRange(Math.Abs(a[o].GetInt64(i) - b[o].GetInt64(i)), 0, 1);
        }
    }

    static Graph Passed(CompiledClass code)
    {
        var graph = code.Import();
        PassPipeline.Run(graph, []);
        return graph;
    }
}
