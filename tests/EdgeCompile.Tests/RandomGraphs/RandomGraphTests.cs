using System.Diagnostics;
using System.Globalization;
using EdgeCompile.Ir;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>
/// Random graphs as emitted code on every rung against the interpreter. EDGECOMPILE_RANDOM says other seeds: the first, or the first and how
/// many (<c>5000</c>, <c>5000+300</c>). Most of the time is the C# compiler's. A slow or busy machine runs as many of the 2,000 as it can
/// within <see cref="budget"/>, and says how many that were; seeds that were asked for all run.
/// </summary>
public class RandomGraphTests(ITestOutputHelper output)
{
    const int Batch = 100, MostShrunk = 4;
    static readonly TimeSpan budget = TimeSpan.FromMinutes(6);

    [Fact]
    public void EmittedCodeAgreesWithTheInterpreter()
    {
        var (first, count, all) = Seeds();
        output.WriteLine($"seeds {first} to {first + count - 1}");
        var clock = Stopwatch.StartNew();
        var failures = new List<(RandomGraph Graph, string Fault)>();
        var (nodes, refused) = (new List<string>(), new List<string>());
        var run = 0;
        foreach (var seeds in Enumerable.Range(first, count).Chunk(Batch))
        {
            if (!all && clock.Elapsed > budget) break;
            run += seeds.Length;
            var drawn = seeds.AsParallel().AsOrdered().Select(GraphDraw.Of).ToArray();
            refused.AddRange(drawn.SelectMany(graph => graph.Refused));
            RandomGraph[] graphs = [.. drawn.Select(graph => graph.Graph).Where(graph => graph.Nodes.Count > 0)];
            nodes.AddRange(graphs.SelectMany(graph => graph.Nodes).Select(node => node.OpType));
            failures.AddRange(graphs.Zip(Trial.Run(graphs)).Where(trial => trial.Second is not null)!);
        }
        output.WriteLine($"{run} graphs of {nodes.Count} nodes in {clock.Elapsed.TotalSeconds:f0} s; {failures.Count} failures; {refused.Count} nodes refused");
        foreach (var op in nodes.CountBy(op => op).OrderBy(op => op.Key, StringComparer.Ordinal)) output.WriteLine($"{op.Value,6} {op.Key}");
        foreach (var reason in refused.CountBy(reason => reason).OrderByDescending(reason => reason.Value).Take(60)) output.WriteLine($"{reason.Value,6} refused: {reason.Key}");
        Assert.True(failures.Count == 0, Report(failures));
    }

    /// <summary>The same seed is the same graph, or no failure could be told.</summary>
    [Fact]
    public void ASeedIsAGraph()
    {
        for (var seed = 1; seed <= 20; seed++) Assert.Equal(GraphText.Of(GraphDraw.Of(seed).Graph), GraphText.Of(GraphDraw.Of(seed).Graph));
    }

    /// <summary>What looks at the graph alone finds the one node that it dislikes, whatever stands around it.</summary>
    [Fact]
    public void AFailureIsShrunkToTheNodeThatFails()
    {
        var found = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var (graph, _) = GraphDraw.Of(seed);
            if (graph.Nodes.Count < 3 || !graph.Nodes.Any(IsSought)) continue;
            found++;
            var (shrunk, fault) = Shrinker.Shrink(graph, "sought", graphs => [.. graphs.Select(each => each.Nodes.Any(IsSought) ? "sought" : null)]);
            Assert.True(IsSought(Assert.Single(shrunk.Nodes)), GraphText.Of(shrunk));
            Assert.Equal("sought", fault);
            Assert.True(shrunk.Weight < graph.Weight);
        }
        Assert.True(found > 0);

        static bool IsSought(EdgeCompile.Onnx.NodeProto node) => node.OpType is "Transpose" or "Concat" or "Relu" or "Softmax";
    }

    /// <summary>A number that is wrong by more than rounding is told, and one that is not is not.</summary>
    [Fact]
    public void AWrongNumberIsTold()
    {
        var exact = Expected.Of(Tensor.Floats(new Shape(3), 1, 2, 3));
        Assert.Contains("element 1", Trial.Difference(exact, Tensor.Floats(new Shape(3), 1, 2.00001f, 3)));
        var expected = exact with { Exact = false };
        Assert.Null(Trial.Difference(expected, Tensor.Floats(new Shape(3), 1, 2.00001f, 3)));
        Assert.Contains("element 1", Trial.Difference(expected, Tensor.Floats(new Shape(3), 1, 2.001f, 3)));
        Assert.Contains("element 2", Trial.Difference(expected, Tensor.Floats(new Shape(3), 1, 2, float.NaN)));
        Assert.Contains("in place of", Trial.Difference(expected, Tensor.Floats(new Shape(1, 3), 1, 2, 3)));
        Assert.Contains("element 0", Trial.Difference(Expected.Of(Tensor.Longs(4)), Tensor.Longs(5)));
    }

    static string Report(IReadOnlyList<(RandomGraph Graph, string Fault)> failures) => string.Join('\n', failures.Select((failure, i) =>
    {
        var (graph, fault) = i < MostShrunk ? Shrinker.Shrink(failure.Graph, failure.Fault, Trial.Run) : failure;
        return $"""
            seed {failure.Graph.Seed} (EDGECOMPILE_RANDOM={failure.Graph.Seed}+1): {failure.Fault}
            {(i < MostShrunk ? "shrunk: " + fault : "not shrunk")}
            {GraphText.Of(graph)}
            """;
    }).Prepend($"{failures.Count} graphs fail"));

    static (int First, int Count, bool All) Seeds()
    {
        var wanted = (Environment.GetEnvironmentVariable("EDGECOMPILE_RANDOM") is { Length: > 0 } set ? set : "1").Split('+');
        return (int.Parse(wanted[0], CultureInfo.InvariantCulture), wanted.Length > 1 ? int.Parse(wanted[1], CultureInfo.InvariantCulture) : 2000,
            wanted.Length > 1);
    }
}
