using System.Globalization;
using EdgeCompile.Harness;

namespace EdgeCompile.Bench;

/// <summary>A quantised model against the float model that it was made of, both compiled, by turns in one process.</summary>
static class TwinRace
{
    public static int Run(string quantised, string real, TimeSpan duration)
    {
        var models = new[] { quantised, real }.Select(ModelFolder.Find).ToList();
        var inputs = models.Select(ModelRace.InputsOf).ToList();
        using var compiled = CompiledModels.Compile(
            [.. models.Zip(inputs, (model, input) => ModelSource.FromFile(model.Name, model.Model, input.Shapes))], collectible: false);
        if (compiled.Models.FirstOrDefault(model => !model.IsCompiled) is { } refused) throw new NotSupportedException($"{refused.Name} was refused: {refused.Refusal}");
        var rung = RungChoice.Of("best")[0];
        var contenders = compiled.Models.Zip(inputs, (model, input) => new CompiledContender(model, rung, input.Inputs)).ToList();
        try
        {
            var timings = Race.Run(contenders, duration);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{quantised}, {timings[0].Median:f1} µs (least {timings[0].Fastest:f1}), {real}, {timings[1].Median:f1} µs (least {timings[1].Fastest:f1}), "
                + $"{timings[1].Median / timings[0].Median:f2}x ({timings[1].Fastest / timings[0].Fastest:f2}x)"));
            return 0;
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }
}
