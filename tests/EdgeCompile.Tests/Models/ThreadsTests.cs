using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Models;

/// <summary>An instance with several threads computes the same bits as with one, and keeps the rest of what instances promise.</summary>
public class ThreadsTests(ThreadsTests.Fixture fixture) : IClassFixture<ThreadsTests.Fixture>
{
    /// <summary>Models with large steps of every kind that threads share.</summary>
    public sealed class Fixture : IDisposable
    {
        readonly Lazy<CompiledModels> _models = new(() => CompiledModels.Compile([.. Sources()]));
        internal IReadOnlyList<CompiledClass> Models => _models.Value.Models;

        public void Dispose()
        {
            if (_models.IsValueCreated) _models.Value.Dispose();
        }
    }

    static IEnumerable<ModelSource> Sources()
    {
        yield return Of("picture", new ModelBuilder().Input("x", 1, 3, 61, 57)
            .Initialiser("w1", Weights(40, 3, 3, 3)).Initialiser("w2", Weights(40, 1, 5, 5)).Initialiser("w3", Weights(72, 40, 1, 1))
                .Initialiser("w4", Weights(72, 72, 3, 3))
            .Node("Conv", ["x", "w1"], ["a"], Attribute("pads", new long[] { 1, 1, 1, 1 })).Node("Sigmoid", ["a"], ["s"])
                .Node("Mul", ["a", "s"], ["b"])
            .Node("Conv", ["b", "w2"], ["c"], Attribute("pads", new long[] { 2, 2, 2, 2 }), Attribute("group", 40L)).Node("Relu", ["c"], ["d"])
            .Node("Conv", ["d", "w3"], ["e"])
                .Node("MaxPool", ["e"], ["f"], Attribute("kernel_shape", new long[] { 5, 5 }), Attribute("pads", new long[] { 2, 2, 2, 2 }))
            .Node("Conv", ["f", "w4"], ["g"], Attribute("pads", new long[] { 1, 1, 1, 1 }), Attribute("strides", new long[] { 2, 2 }))
                .Node("Tanh", ["g"], ["y"]).Output("y"));
        yield return Of("small maps", new ModelBuilder().Input("x", 1, 256, 5, 5).Initialiser("w", Weights(320, 256, 3, 3))
            .Node("Conv", ["x", "w"], ["y"], Attribute("pads", new long[] { 1, 1, 1, 1 })).Output("y"));
        // One thread goes over these band by band, several go step by step.
        yield return Of("bands", new ModelBuilder().Input("x", 1, 16, 130, 120).Initialiser("w1", Weights(32, 16, 1, 1)).Initialiser("w2", Weights(32, 1, 3, 3))
            .Initialiser("w3", Weights(24, 32, 1, 1)).Initialiser("w4", Weights(32, 24, 3, 3))
            .Node("Conv", ["x", "w1"], ["a"]).Node("Relu", ["a"], ["b"])
            .Node("Conv", ["b", "w2"], ["c"], Attribute("pads", new long[] { 1, 1, 1, 1 }), Attribute("group", 32L)).Node("Relu", ["c"], ["d"])
            .Node("Conv", ["d", "w3"], ["e"]).Node("Conv", ["e", "w4"], ["y"], Attribute("strides", new long[] { 2, 2 })).Output("y"));
        yield return Of("products", new ModelBuilder().Input("x", 2, 100, 96).Initialiser("w", Weights(96, 200))
            .Node("MatMul", ["x", "w"], ["a"]).Node("Transpose", ["a"], ["t"], Attribute("perm", new long[] { 0, 2, 1 }))
                .Node("MatMul", ["a", "t"], ["b"])
            .Node("Softmax", ["b"], ["y"]).Output("y"));
        yield return Of("one row", new ModelBuilder().Input("x", 1, 1000).Initialiser("v", Weights(1000, 1500)).Initialiser("w", Weights(1500, 700))
            .Node("MatMul", ["x", "v"], ["h"]).Node("MatMul", ["h", "w"], ["y"]).Output("y"));
        yield return Of("caller's spans", new ModelBuilder().Input("x", 1, 900, 50).Initialiser("v", Weights(50, 64)).Initialiser("w", Weights(64, 50))
            .Node("MatMul", ["x", "v"], ["a"]).Node("Relu", ["a"], ["h"]).Node("MatMul", ["h", "w"], ["y"]).Output("y"));
    }

    static ModelSource Of(string name, ModelBuilder model) => new(name, model.Proto.ToByteArray());

    static Tensor Weights(params int[] sizes)
    {
        // No two channels alike, which would be computed once.
        var (shape, random) = (new Shape(sizes), new Random(3));
        return Tensor.Floats(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => (random.NextSingle() - 0.5f) / 4)]);
    }

    static Tensor[] Inputs(LoadedModel instance)
    {
        var random = new Random(7);
        return [.. instance.Inputs.Select(type => Tensor.Floats(type.Shape,
            [.. Enumerable.Range(0, type.Shape.Count).Select(_ => random.NextSingle() * 2 - 1)]))];
    }

    [Fact]
    public void TheSameBitsForAnyNumberOfThreads()
    {
        foreach (var model in fixture.Models)
        {
            using var instance = model.New();
            var inputs = Inputs(instance);
            var wanted = Interpreter.Run(model.Import(), inputs);
            foreach (var rung in RungChoice.Of("all"))
            {
                instance.Rung = rung;
                instance.Threads = 1;
                var expected = instance.Run(inputs);
                Assert.True(Comparison.Of(wanted[0], expected[0], Tolerance.Model) is { Passes: true },
                    $"{model.Name} on {rung}: {Comparison.Of(wanted[0], expected[0], Tolerance.Model)}");
                foreach (var threads in new[] { 2, 3, 7 })
                {
                    instance.Threads = threads;
                    for (var turn = 0; turn < 5; turn++)
                        Assert.True(expected[0].Bytes.AsSpan().SequenceEqual(instance.Run(inputs)[0].Bytes),
                            $"{model.Name} on {rung} with {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void LargeStepsAreShared()
    {
        foreach (var model in fixture.Models)
            Assert.True(model.Plan!.Steps.Any(step => step.IsLarge), model.Name);
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        using var instance = fixture.Models[0].New();
        instance.Threads = 2;
        var call = instance.Prepare(Inputs(instance));
        call.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++) call.Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ThereIsAtLeastOneThreadAndNoneAfterDispose()
    {
        var instance = fixture.Models[0].New();
        Assert.Equal(1, instance.Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => instance.Threads = 0);
        Assert.Equal(1, instance.Threads);
        instance.Threads = 2;
        Assert.Equal(2, instance.Threads);
        instance.Dispose();
        Assert.Throws<ObjectDisposedException>(() => instance.Threads = 3);
        Assert.Throws<ObjectDisposedException>(() => instance.Run(Inputs(instance)));
    }
}
