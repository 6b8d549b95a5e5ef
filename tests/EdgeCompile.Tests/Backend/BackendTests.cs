using System.Collections.Concurrent;
using EdgeCompile.Harness;
using EdgeCompile.Ir;

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
