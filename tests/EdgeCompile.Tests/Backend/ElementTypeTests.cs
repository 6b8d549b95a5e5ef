using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Backend;

/// <summary>
/// Every operator in every element type that its ONNX schema allows: a backend test of it with other types. Interpreter and emitted code
/// agree on every rung, or the compiler says why not; the output of the test lists what it refuses.
/// </summary>
public class ElementTypeTests(ITestOutputHelper output)
{
    static readonly Rung[] rungs = [.. Enum.GetValues<Rung>().Where(rung => rung != Rung.Auto && Rungs.IsSupported(rung))];

    [BackendFact]
    public void EveryOperatorTakesTheTypesOfItsSchema()
    {
        var cases = Samples().SelectMany(sample => TypeVariable.All.Where(variable => variable.Op == sample.Op)
            .SelectMany(variable => variable.Types.Select(type => new TypedCase(sample.Model, variable, type)))).Where(test =>
                test.IsOther).ToArray();
        var (refused, faults, run) = (new List<(TypedCase Test, string Reason)>(), new List<string>(),
            new List<(TypedCase Test, IReadOnlyList<Datum> Expected)>());
        foreach (var test in cases)
        {
            try
            {
                if (test.Interpret(out var refusal) is { } expected) run.Add((test, expected));
                else refused.Add((test, refusal));
            }
            catch (Exception e)
            {
                faults.Add($"{test.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}");
            }
        }
        foreach (var batch in run.Chunk(160)) RunEmitted(batch, refused, faults);
        output.WriteLine($"{cases.Length} cases, {refused.Count} refused:\n{string.Join('\n', refused.Select(item => $"{item.Test.Name}: {item.Reason}"))}");
        Assert.True(faults.Count == 0, $"{cases.Length} cases, {refused.Count} refused, {faults.Count} wrong:\n{string.Join('\n', faults)}");
    }

    /// <summary>For each operator the first of its tests that is a single node on tensors.</summary>
    static IEnumerable<(string Op, BackendModel Model)> Samples()
    {
        var wanted = TypeVariable.All.Select(variable => variable.Op).ToHashSet();
        foreach (var test in new[] { "node", "onnx-node-new" }.Select(BackendData.Folder).OfType<string>().SelectMany(BackendCase.In))
        {
            if (wanted.Count == 0) yield break;
            if (EdgeCompile.Onnx.ModelProto.Parser.ParseFrom(test.ModelBytes()).Graph.Node is not [{ Domain: "" } node]
                || !wanted.Contains(node.OpType)) continue;
            if (test.Import(out _) is not { } model || !model.Cases[0].Inputs.All(IsPlain)) continue;
            wanted.Remove(node.OpType);
            yield return (node.OpType, model);
        }
    }

    /// <summary>Finite numbers: what a cast makes of an infinity or a NaN as an integer, ONNX leaves open. Strings have tests of their own.</summary>
    static bool IsPlain(Datum input) =>
        input is Tensor { Element: not ElementType.String } tensor
            && Enumerable.Range(0, tensor.Count).All(i => double.IsFinite(tensor.GetDouble(i)));

    static void RunEmitted((TypedCase Test, IReadOnlyList<Datum> Expected)[] batch, List<(TypedCase, string)> refused, List<string> faults)
    {
        using var compiled = CompiledModels.CompileEach([.. batch.Select(item => new ModelSource(item.Test.Name, item.Test.Bytes))]);
        for (var i = 0; i < batch.Length; i++)
        {
            var (test, expected) = batch[i];
            var code = compiled.Models[i];
            if (code.Fault is { } fault) faults.Add($"{test.Name}: {fault.Message}");
            else if (!code.IsCompiled) refused.Add((test, code.Refusal));
            else if (Difference(code, test, expected) is { } difference) faults.Add($"{test.Name}: {difference}");
        }
    }

    static string? Difference(CompiledClass code, TypedCase test, IReadOnlyList<Datum> expected)
    {
        using var instance = code.New();
        foreach (var rung in rungs)
        {
            instance.Rung = rung;
            try
            {
                var made = instance.Run(test.Inputs);
                for (var i = 0; i < made.Count; i++)
                    if (Comparison.Of(expected[i], made[i], ToleranceOf(made[i].Element)) is { Passes: false } difference) return $"{rung}, output {i}: {difference}";
            }
            catch (Exception e)
            {
                return $"{rung}: {e.GetType().Name}: {e.Message}";
            }
        }
        return null;
    }

    /// <summary>Sums of 16-bit floats are rounded after another order of additions, and what is made of them after that.</summary>
    static Tolerance ToleranceOf(ElementType type) => type switch
    {
        ElementType.BFloat16 => new(OfLargest: 3e-2),
        ElementType.Float16 => new(OfLargest: 4e-3),
        _ => Tolerance.OnnxBackend with { OfLargest = 1e-6 },
    };
}
