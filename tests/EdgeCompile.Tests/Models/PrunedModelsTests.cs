using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Passes;

namespace EdgeCompile.Tests.Models;

/// <summary>Twins of real models with four fifths of the weights zero: less work, and the results that the weights call for.</summary>
public class PrunedModelsTests
{
    [SharedTheory]
    [InlineData("resnet8_fp32")]
    [InlineData("ad01_fp32")]
    [InlineData("mlperf_ic_int8_qdq")]
    public void TwinsComputeWhatTheirGraphsSay(string name)
    {
        var (model, kinds) = (ZooModel.Named(name), Enum.GetValues<Pruning>());
        var source = model.Source();
        using var compiled = CompiledModels.Compile([source,
            .. kinds.Select(pruning => source with { Bytes = PrunedModel.Of(source.Bytes, pruning) })]);
        var wrong = new List<string>();
        foreach (var (pruning, twin) in kinds.Zip(compiled.Models.Skip(1)))
        {
            using var instance = twin.New();
            var data = model.Read(instance.Inputs, instance.Outputs).First();
            // The other passes decide where integers are rounded; of what is left out nothing may.
            var graph = twin.Import();
            PassPipeline.Run(graph, ["FoldKnownChannels", "RemoveUnreadChannels"]);
            var expected = Interpreter.Run(graph, data.Inputs);
            foreach (var rung in CompiledZoo.Rungs)
            {
                instance.Rung = rung;
                var outputs = instance.Run([.. data.Inputs.Cast<Tensor>()]);
                for (var o = 0; o < outputs.Count; o++)
                {
                    var comparison = Comparison.Of(expected[o], outputs[o], Tolerance.Model);
                    if (outputs[o].Element.IsFloat() ? !comparison.Passes : !outputs[o].Equals(expected[o])) wrong.Add($"{pruning} {rung} output {o}: {comparison}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        var work = compiled.Models.Select(each => (double)each.Plan!.MultiplyAdds).ToArray();
        Assert.True(work[1] < 0.25 * work[0] && work[2] < 0.5 * work[0], string.Join(", ", work));
    }
}
