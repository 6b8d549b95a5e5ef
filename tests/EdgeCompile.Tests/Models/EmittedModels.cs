using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.Models;

/// <summary>Small models through emitted code on every rung, against the interpreter.</summary>
static class EmittedModels
{
    static readonly Rung[] rungs = [.. Enum.GetValues<Rung>().Where(rung => rung != Rung.Auto && Rungs.IsSupported(rung))];

    /// <summary>Compiles and runs a model; the outputs of the last rung.</summary>
    public static IReadOnlyList<Tensor> Agrees(ModelBuilder model, params Tensor[] inputs)
    {
        using var compiled = CompiledModels.Compile([new ModelSource("model", model.Proto.ToByteArray())]);
        Assert.True(compiled.Models[0].IsCompiled, compiled.Models[0].Refusal);
        using var instance = compiled.Models[0].New();
        var expected = Interpreter.Run(model.ImportGraph(), inputs);
        IReadOnlyList<Tensor> outputs = [];
        foreach (var rung in rungs)
        {
            instance.Rung = rung;
            outputs = instance.Run(inputs);
            for (var i = 0; i < outputs.Count; i++)
                Assert.True(Comparison.Of(expected[i], outputs[i], Tolerance.OnnxBackend) is { Passes: true },
                    $"{rung}, output {i}: {Comparison.Of(expected[i], outputs[i], Tolerance.OnnxBackend)}");
        }
        return outputs;
    }

    /// <summary>The types of Run's parameters.</summary>
    public static IReadOnlyList<Type> RunParameters(ModelBuilder model)
    {
        using var compiled = CompiledModels.Compile([new ModelSource("model", model.Proto.ToByteArray())]);
        return [.. compiled.Models[0].Type.GetMethod("Run")!.GetParameters().Select(parameter => parameter.ParameterType)];
    }
}
