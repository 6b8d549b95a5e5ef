using System.Collections.Concurrent;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Ops;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Backend;

/// <summary>
/// ONNX's backend tests through the interpreter and through emitted code on every rung. passing.txt is the record of what is supported:
/// a test in it that fails and one that passes without being in it are both errors, and so is a model that is accepted and gives other
/// numbers, or that the compiler fails on instead of refusing it.
/// </summary>
public class BackendTests(ITestOutputHelper output)
{
    static readonly Lock updating = new();
    static readonly string record = Path.Combine(Repository.Root, "tests", "EdgeCompile.Tests", "Backend", "passing.txt");

    [BackendTheory]
    [InlineData("node")]
    [InlineData("simple")]
    [InlineData("pytorch-operator")]
    [InlineData("pytorch-converted")]
    public void Passes(string suite) => Check(suite);

    [SharedTheory]
    [InlineData("onnx-node-new")]
    public void PassesNew(string suite) => Check(suite);

    /// <summary>What each node is lowered to, as loops and layouts, gives what the node gives. Large models are left to other tests.</summary>
    [BackendTheory]
    [InlineData("node")]
    [InlineData("simple")]
    [InlineData("pytorch-operator")]
    public void Lowered(string suite) => CheckLowering(suite);

    [SharedTheory]
    [InlineData("onnx-node-new")]
    public void LoweredNew(string suite) => CheckLowering(suite);

    static void CheckLowering(string suite)
    {
        const int mostElements = 1 << 14;
        var wrong = new ConcurrentBag<string>();
        var checkedCases = 0;
        Parallel.ForEach(BackendCase.In(BackendData.Folder(suite)!), test =>
        {
            if (test.Import(out _) is not { } model) return;
            if (model.Graph.Values.Any(value => value.Type is not TensorType { Shape.Count: <= mostElements,
                Element: not ElementType.String })) return;
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

    void Check(string suite)
    {
        var results = BackendRun.Of(suite, BackendCase.In(BackendData.Folder(suite)!));
        var lines = results.Select(result => result.Line).OfType<string>().ToArray();
        Report(suite, results);
        if (Environment.GetEnvironmentVariable("EDGECOMPILE_UPDATE") is { Length: > 0 }) Record(suite, lines);

        var listed = File.ReadAllLines(record).Where(line => line.StartsWith(suite + "/", StringComparison.Ordinal)).ToArray();
        var faults = results.Where(result => result.Fault is not null).Select(result => $"{result.Name}: {result.Fault}").ToArray();
        var lost = listed.Except(lines).ToArray();
        var won = lines.Except(listed).ToArray();
        Assert.True(faults.Length == 0 && lost.Length == 0 && won.Length == 0, $"""
            {faults.Length} are accepted, and wrong:
            {string.Join('\n', faults)}
            {lost.Length} lines to take out of passing.txt, because it is no longer so:
            {string.Join('\n', lost)}
            {won.Length} lines to add to passing.txt:
            {string.Join('\n', won)}
            EDGECOMPILE_UPDATE=1 writes the file anew.
            """);
    }

    /// <summary>Puts the suite's lines in the place of those in passing.txt.</summary>
    static void Record(string suite, IEnumerable<string> lines)
    {
        lock (updating)
        {
            var others = File.ReadAllLines(record).Where(line => !line.StartsWith(suite + "/", StringComparison.Ordinal));
            File.WriteAllText(record, string.Concat(others.Concat(lines).Order(StringComparer.Ordinal).Select(line => line + "\n")));
        }
    }

    /// <summary>Counts and reasons in the test's output; all that is known of each test in artifacts/backend.</summary>
    void Report(string suite, IReadOnlyList<BackendResult> results)
    {
        output.WriteLine($"{suite}: {results.Count} tests, {results.Count(r => r.Interpreted)} pass through the interpreter, {results.Count(r => r.Emitted)} through emitted code");
        var reasons = results.Where(r => r.Reason is not null && r.Fault is null).GroupBy(r => r.Reason!).OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count(),4} refused: {group.Key}").ToArray();
        foreach (var reason in reasons) output.WriteLine(reason);

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "backend")).FullName;
        File.WriteAllLines(Path.Combine(folder, suite + ".txt"),
        [
            .. results.Where(r => r.Fault is not null).Select(r => $"wrong {r.Name}: {r.Fault}"),
            .. results.Where(r => r.Refusal is not null).Select(r => $"refused {r.Name}: {r.Refusal}"),
            .. reasons,
        ]);
    }
}
