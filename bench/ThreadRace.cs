using System.Globalization;
using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>
/// A model with one thread against itself with several, by turns in one process, after the bits were compared; and against as many instances
/// with a thread each at the same time, which tells what the machine's processors give together.
/// </summary>
static class ThreadRace
{
    public static int Run(string[] models, int threads, TimeSpan duration)
    {
        Console.WriteLine($"model, 1 thread, {threads} threads: median ms of a call, and how much faster; {threads} instances at once, per call");
        return models.Select(name => Run(ModelFolder.Find(name), threads, duration)).Max();
    }

    static int Run(ModelFolder model, int threads, TimeSpan duration)
    {
        var group = CaseShapes.GroupsOf(model.Model, model.DataSets)[0];
        using var compiled = CompiledModels.Compile([ModelSource.FromFile(model.Name, model.Model, group.InputShapes)], collectible: false);
        if (!compiled.Models[0].IsCompiled) throw new NotSupportedException($"{model.Name} was refused: {compiled.Models[0].Refusal}");
        var inputs = TestData.ReadTensors(group.DataSets[0], "input");
        var rung = RungChoice.Of("best")[0];
        using var one = new CompiledContender(compiled.Models[0], rung, inputs);
        using var several = new CompiledContender(compiled.Models[0], rung, inputs, threads);
        using var sideBySide = new SideBySide([.. Enumerable.Range(0, threads).Select(_ => new CompiledContender(compiled.Models[0], rung, inputs))]);
        one.Run();
        several.Run();
        if (!one.ReadOutputs().Zip(several.ReadOutputs(), SameBits).All(same => same))
        {
            Console.WriteLine($"{model.Name}: the results differ");
            return 1;
        }
        var timings = Race.Run([one, several, sideBySide], duration);
        var (alone, shared, together) = (timings[0].Median / 1000, timings[1].Median / 1000, timings[2].Median / 1000 / threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model.Name}, {alone:f3}, {shared:f3}, {alone / shared:f2}x; {together:f3}, {alone / together:f2}x"));
        return 0;
    }

    static bool SameBits(Tensor a, Tensor b) => a.Bytes.AsSpan().SequenceEqual(b.Bytes);
}
