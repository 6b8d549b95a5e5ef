using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;
using EdgeCompile.Tests.Models;
using EdgeCompile.Wasm;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Wasm;

/// <summary>Emitted code on a second architecture, against the references and within the tolerances that hold on the first.</summary>
public class WasmTests(ITestOutputHelper output)
{
    /// <summary>The models, and whether they compute with exact integers: then they give the same bits as here, too.</summary>
    static readonly (string Name, bool SameBits)[] models =
    [
        ("mnist8", false),
        ("resnet8_fp32", false),
        ("vww_96_fp32", false),
        ("blazeface_front", false),
        ("kws_ref_int8", true),
        ("ad01_int8", true),
        ("mlperf_vww_int8_qdq", true),
        ("mlperf_ic_int8_qlinear", true),
    ];

    sealed record Case(CompiledClass Code, string Name, IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Expected, Func<int,
        Tolerance> ToleranceOf,
        bool SameBits = false);

    [SharedWasmFact]
    public void ModelsGiveTheSavedOutputs()
    {
        using var compiled = CompiledModels.Compile([.. models.Select(model => ZooModel.Named(model.Name).Source())], keepImage: true);
        Check(compiled, [.. compiled.Models.Zip(models).SelectMany(model => SavedCases(model.First, model.Second.SameBits))]);
    }

    [WasmFact]
    public void SmallGraphsAgreeWithTheInterpreter()
    {
        using var compiled = CompiledModels.Compile(SmallGraphs.All, keepImage: true);
        Check(compiled, [.. compiled.Models.Select(InterpretedCase)]);
    }

    static IEnumerable<Case> SavedCases(CompiledClass code, bool sameBits)
    {
        var model = ZooModel.Named(code.Name);
        using var instance = code.New();
        foreach (var data in model.Read(instance.Inputs, instance.Outputs))
            yield return new(code, data.Name, [.. data.Inputs.Cast<Tensor>()], [.. data.Outputs.Cast<Tensor>()], i => model.ToleranceOf(data.Name, i),
                sameBits);
    }

    static Case InterpretedCase(CompiledClass code)
    {
        var graph = code.Import();
        Tensor[] inputs = [.. graph.Inputs.Select((input, i) => Numbers((TensorType)input.Type, i))];
        return new(code, "random", inputs, [.. Interpreter.Run(graph, inputs).Cast<Tensor>()], _ => Tolerance.Oracle);
    }

    /// <summary>Numbers of -3 to 3, without a generator of random numbers: the same on any machine.</summary>
    static Tensor Numbers(TensorType type, int seed)
    {
        var tensor = new Tensor(type.Element, type.Shape);
        for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, (i * 7919 + seed * 104729) % 6007 / 1001.0 - 3);
        return tensor;
    }

    static IReadOnlyList<Tensor> OnThisMachine(Case data)
    {
        using var instance = data.Code.New();
        instance.Rung = Rung.Vector128;
        return instance.Run(data.Inputs);
    }

    void Check(CompiledModels compiled, IReadOnlyList<Case> cases)
    {
        Assert.All(compiled.Models, model => Assert.True(model.IsCompiled, $"{model.Name}: {model.Refusal}"));
        var (results, said) = WasmRuntime.Run(compiled, [.. cases.Select(data => new Call(
            data.Code.Type.FullName!, [.. data.Inputs.Select(input => input.Bytes)], [.. data.Expected.Select(tensor => tensor.Bytes.Length)]))]);
        output.WriteLine(said);
        Assert.StartsWith("Wasm, 32 bits, Vector128, with vectors", said);
        Assert.Equal(cases.Count, results.Count);

        var wrong = new List<string>();
        foreach (var (data, result) in cases.Zip(results))
        {
            if (result.Fault.Length > 0) wrong.Add($"{data.Code.Name} {data.Name}: {result.Fault}");
            if (data.SameBits && !result.Outputs.Zip(OnThisMachine(data),
                (there, here) => here.Bytes.AsSpan().SequenceEqual(there)).All(same => same))
                wrong.Add($"{data.Code.Name} {data.Name}: other bits than here");
            for (var i = 0; i < result.Outputs.Length; i++)
            {
                var comparison = Comparison.Of(data.Expected[i], new Tensor(data.Expected[i].Element, data.Expected[i].Shape, result.Outputs[i]),
                    data.ToleranceOf(i));
                var line = $"{data.Code.Name} {data.Name} output {i}: {comparison}";
                output.WriteLine(line);
                if (!comparison.Passes) wrong.Add(line);
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
