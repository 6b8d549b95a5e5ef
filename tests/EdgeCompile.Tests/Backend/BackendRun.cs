using System.Collections.Concurrent;
using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tests.Backend;

/// <summary>Runs tests through the interpreter, and many at a time through emitted code on each rung of this machine.</summary>
static class BackendRun
{
    /// <summary>Models that go into one assembly: starting Roslyn costs more than most of them.</summary>
    const int Batch = 160;

    static readonly Rung[] rungs = [.. Enum.GetValues<Rung>().Where(rung => rung != Rung.Auto && Rungs.IsSupported(rung))];

    public static IReadOnlyList<BackendResult> Of(string suite, IEnumerable<BackendCase> tests)
    {
        var results = new ConcurrentBag<BackendResult>();
        var accepted = new ConcurrentBag<(BackendResult Result, BackendModel Model)>();
        Parallel.ForEach(tests, test =>
        {
            var result = new BackendResult($"{suite}/{test.Name}", []);
            try
            {
                if (test.Import(out var refusal) is { } model)
                {
                    result = result with { Frozen = model.Frozen };
                    Interpret(result, model);
                    accepted.Add((result, model));
                }
                else
                {
                    result.Refusal = refusal;
                    CheckRefusal(result, test.ModelBytes());
                }
            }
            catch (Exception e)
            {
                result.Fault = Describe(e);
            }
            results.Add(result);
        });
        foreach (var batch in accepted.Where(test => test.Result.Fault is null).OrderBy(test => test.Result.Name, StringComparer.Ordinal).Chunk(Batch)) RunEmitted(batch);
        return [.. results.OrderBy(result => result.Name, StringComparer.Ordinal)];
    }

    static void Interpret(BackendResult result, BackendModel model)
    {
        foreach (var test in model.Cases)
            if (Difference(test, Interpreter.Run(model.Graph, test.Inputs)) is { } difference) result.Fault =
                $"interpreter: {test.Name} {difference}";
        result.Interpreted = result.Fault is null;
    }

    /// <summary>The model as it is shipped is refused with an error that says why, and without an exception.</summary>
    static void CheckRefusal(BackendResult result, byte[] model)
    {
        var options = new CompileOptions { ClassName = "Model", WeightResource = "weights" };
        var compiled = Compiler.Compile(model, options, null, CancellationToken.None);
        if (compiled.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } error) result.Refusal =
            $"{error.Id} {error.Message}";
        else if (compiled.Sources.Count == 0) result.Fault = "neither code nor an error";
    }

    static void RunEmitted(IReadOnlyList<(BackendResult Result, BackendModel Model)> tests)
    {
        using var compiled = CompiledModels.CompileEach([.. tests.Select(test => new ModelSource(test.Result.Name, test.Model.File))]);
        Parallel.For(0, tests.Count, i =>
        {
            var (result, model) = tests[i];
            var code = compiled.Models[i];
            try
            {
                if (code.Fault is { } fault) result.Fault = Describe(fault);
                else if (!code.IsCompiled) result.Refusal = code.Refusal;
                else RunOnRungs(result, code, model.Cases);
            }
            catch (Exception e)
            {
                result.Fault = Describe(e);
            }
        });
    }

    static void RunOnRungs(BackendResult result, CompiledClass code, IReadOnlyList<TestCase> cases)
    {
        using var instance = code.New();
        foreach (var rung in rungs)
        {
            instance.Rung = rung;
            foreach (var test in cases)
                if (Difference(test, instance.Run([.. test.Inputs.Cast<Tensor>()])) is { } difference) result.Fault =
                    $"{result.Fault}{rung}: {test.Name} {difference}; ";
        }
        result.Emitted = result.Fault is null;
    }

    static string? Difference(TestCase test, IReadOnlyList<Datum> outputs)
    {
        for (var i = 0; i < test.Outputs.Count; i++)
            if (Comparison.Of(test.Outputs[i], outputs[i], Tolerance.OnnxBackend) is { Passes: false } difference) return $"output {i}: {difference}";
        return null;
    }

    static string Describe(Exception e) => $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}";
}
