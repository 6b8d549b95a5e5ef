using System.Collections.Concurrent;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Ops;

namespace EdgeCompile.Tests.Backend;

/// <summary>
/// ONNX's backend tests through import and the interpreter. passing.txt is the record of what is supported: a test in it that fails and
/// one that passes without being in it are both errors, and so is a model that is accepted and gives other numbers.
/// </summary>
public class BackendTests
{
    static readonly string record = Path.Combine(Repository.Root, "tests", "EdgeCompile.Tests", "Backend", "passing.txt");

    [BackendTheory]
    [InlineData("node")]
    [InlineData("simple")]
    [InlineData("pytorch-operator")]
    [InlineData("pytorch-converted")]
    public void Interpreted(string suite) => Check(suite);

    [SharedTheory]
    [InlineData("onnx-node-new")]
    public void InterpretedNew(string suite) => Check(suite);

    /// <summary>What each node is lowered to, as loops and layouts, gives what the node gives. Large models are left to other tests.</summary>
    [BackendTheory]
    [InlineData("node")]
    [InlineData("simple")]
    [InlineData("pytorch-operator")]
    public void Lowered(string suite) => CheckLowering(suite);

    [SharedTheory]
    [InlineData("onnx-node-new")]
    public void LoweredNew(string suite) => CheckLowering(suite);

    /// <summary>The element types that code computes with; the others (strings, floats of 8 bits, types below a byte) exist at build time.</summary>
    static readonly ElementType[] RunTimeTypes =
    [
        ElementType.Float32, ElementType.Float64, ElementType.Float16, ElementType.BFloat16, ElementType.Bool,
        ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64,
        ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64,
    ];

    static void CheckLowering(string suite)
    {
        const int mostElements = 1 << 14;
        var wrong = new ConcurrentBag<string>();
        var checkedCases = 0;
        Parallel.ForEach(BackendCase.In(BackendData.Folder(suite)!), test =>
        {
            if (test.Import(out _) is not { } model) return;
            if (model.Graph.Values.Any(value => value.Type is not TensorType { Shape.Count: <= mostElements } type || !RunTimeTypes.Contains(type.Element))) return;
            try
            {
                LoweredEvaluator.AgreesOnEveryNode(model.Graph, [.. model.Cases[0].Inputs.Cast<Tensor>()]);
                Interlocked.Increment(ref checkedCases);
            }
            catch (Exception e)
            {
                wrong.Add($"{test.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0]}");
            }
        });
        Assert.True(checkedCases > 0);
        Assert.True(wrong.IsEmpty, $"{suite}: {checkedCases} agree, {wrong.Count} do not:\n{string.Join('\n', wrong.Order(StringComparer.Ordinal))}");
    }

    static void Check(string suite)
    {
        var passed = new ConcurrentBag<string>();
        var wrong = new ConcurrentBag<string>();
        var refused = new ConcurrentBag<string>();
        Parallel.ForEach(BackendCase.In(BackendData.Folder(suite)!), test =>
        {
            try
            {
                if (test.Import(out var refusal) is not { } model) refused.Add($"{test.Name}: {refusal}");
                else if (Difference(model) is { } difference) wrong.Add($"{test.Name}: {difference}");
                else passed.Add($"{suite}/{test.Name}{(model.Frozen.Count == 0 ? "" : " constant: " + string.Join(", ", model.Frozen))}");
            }
            catch (Exception e)
            {
                wrong.Add($"{test.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0]}");
            }
        });
        Report(suite, passed, wrong, refused);

        var listed = File.ReadAllLines(record).Where(line => line.StartsWith(suite + "/", StringComparison.Ordinal)).ToArray();
        var lost = listed.Except(passed).Order(StringComparer.Ordinal).ToArray();
        var won = passed.Except(listed).Order(StringComparer.Ordinal).ToArray();
        Assert.True(wrong.IsEmpty && lost.Length == 0 && won.Length == 0, $"""
            {suite}: {passed.Count} pass.
            {wrong.Count} accepted, but wrong:
            {string.Join('\n', wrong.Order(StringComparer.Ordinal))}
            {lost.Length} in passing.txt that no longer pass:
            {string.Join('\n', lost)}
            {won.Length} that pass and are to be added to passing.txt:
            {string.Join('\n', won)}
            """);
    }

    static string? Difference(BackendModel model)
    {
        foreach (var test in model.Cases)
        {
            var outputs = Interpreter.Run(model.Graph, test.Inputs);
            for (var i = 0; i < test.Outputs.Count; i++)
                if (Comparison.Of(test.Outputs[i], outputs[i], Tolerance.OnnxBackend) is { Passes: false } difference) return $"{test.Name} output {i}: {difference}";
        }
        return null;
    }

    /// <summary>What is not supported and why, for those who want to add it; and the suite's lines of passing.txt as they should be.</summary>
    static void Report(string suite, IReadOnlyCollection<string> passed, IEnumerable<string> wrong, IEnumerable<string> refused)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "backend")).FullName;
        File.WriteAllLines(Path.Combine(folder, suite + ".passing.txt"), passed.Order(StringComparer.Ordinal));
        File.WriteAllLines(Path.Combine(folder, suite + ".txt"),
            [$"{passed.Count} pass", "", "wrong:", .. wrong.Order(StringComparer.Ordinal), "", "refused:", .. refused.Order(StringComparer.Ordinal)]);
    }
}
