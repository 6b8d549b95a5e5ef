using System.Globalization;
using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>A model against its pruned twins, by turns in one process, after each was compared with the interpretation of its own graph.</summary>
static class SparseRace
{
    public static int Run(string[] models, TimeSpan duration)
    {
        Console.WriteLine("model, four fifths of the weights zero by, µs, times as fast as with all of them, multiply-adds, bytes of weights");
        return models.Select(name => Run(ModelFolder.Find(name), duration)).Max();
    }

    static int Run(ModelFolder model, TimeSpan duration)
    {
        var (inputs, shapes) = ModelRace.InputsOf(model);
        var source = ModelSource.FromFile(model.Name, model.Model, shapes);
        var kinds = Enum.GetValues<Pruning>();
        using var compiled = CompiledModels.Compile(
            [source, .. kinds.Select(pruning => source with { Name = pruning.ToString().ToLowerInvariant(), Bytes = PrunedModel.Of(source.Bytes, pruning) })], collectible: false);
        var rung = RungChoice.Of("best")[0];
        var contenders = compiled.Models.Select(twin => new CompiledContender(twin, rung, inputs)).ToList();
        try
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                contenders[i].Run();
                var expected = Interpreter.Run(compiled.Models[i].Import(), [.. inputs]);
                var comparisons = expected.Zip(contenders[i].ReadOutputs(), (e, a) => Comparison.Of(e, a, Tolerance.Model)).ToList();
                if (comparisons.Find(comparison => !comparison.Passes) is not { } miss) continue;
                Console.WriteLine($"{model.Name}, {compiled.Models[i].Name}: {miss}");
                return 1;
            }
            var timings = Race.Run(contenders, duration);
            for (var i = 0; i < timings.Length; i++)
            {
                var plan = compiled.Models[i].Plan!;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{model.Name}, {(i == 0 ? "none" : compiled.Models[i].Name)}, {timings[i].Median:f1}, {timings[0].Median / timings[i].Median:f2}x, {plan.MultiplyAdds}, {plan.Weights.Count}"));
            }
            return 0;
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }
}
