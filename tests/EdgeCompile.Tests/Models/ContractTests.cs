using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Models;

/// <summary>What every generated class promises its callers, tried on real models through the spans of the public API.</summary>
public class ContractTests(ContractTests.Fixture fixture) : IClassFixture<ContractTests.Fixture>
{
    delegate void FloatsToFloats(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Models with one input and one output of floats.</summary>
    public sealed class Fixture : IDisposable
    {
        readonly Lazy<CompiledModels> _models =
            new(() => CompiledModels.Compile([.. new[] { "mnist8", "ad01_fp32" }.Select(name => ZooModel.Named(name).Source())]));
        internal IReadOnlyList<CompiledClass> Models => _models.Value.Models;

        public void Dispose()
        {
            if (_models.IsValueCreated) _models.Value.Dispose();
        }
    }

    sealed record Call(string Name, object Instance, FloatsToFloats Run, FloatsToFloats Predict, string Input, string Output, float[] Data,
        int Results) : IDisposable
    {
        public void Dispose() => ((IDisposable)Instance).Dispose();

        public float[] Outputs(FloatsToFloats call)
        {
            var output = new float[Results];
            call(Data, output);
            return output;
        }
    }

    IEnumerable<Call> Calls()
    {
        foreach (var model in fixture.Models)
        {
            using var typed = model.New();
            var instance = Activator.CreateInstance(model.Type)!;
            var run = model.Type.GetMethod("Run")!;
            var parameters = run.GetParameters();
            var data = (Tensor)ZooModel.Named(model.Name).Read(typed.Inputs, typed.Outputs).First().Inputs[0];
            yield return new(model.Name, instance, run.CreateDelegate<FloatsToFloats>(instance),
                model.Type.GetMethod("Predict")!.CreateDelegate<FloatsToFloats>(),
                parameters[0].Name!, parameters[1].Name!, data.Span<float>().ToArray(), typed.Outputs[0].Shape.Count);
        }
    }

    [SharedFact]
    public void AWrongLengthNamesTheTensorAndBothSizesBeforeAnythingIsWritten()
    {
        foreach (var call in Calls())
        {
            using var _ = call;
            var expected = call.Outputs(call.Predict);
            foreach (var length in new[] { 0, 1, call.Data.Length - 1, call.Data.Length + 1 })
            {
                var output = Enumerable.Repeat(7f, call.Results).ToArray();
                var thrown = Assert.Throws<ArgumentException>(() => call.Run(new float[length], output));
                Refuses(thrown, call.Input, call.Data.Length, length);
                Assert.All(output, value => Assert.Equal(7f, value));
                Refuses(Assert.Throws<ArgumentException>(() => call.Predict(new float[length], output)), call.Input, call.Data.Length, length);
            }
            foreach (var length in new[] { 0, call.Results - 1, call.Results + 1 })
            {
                var output = Enumerable.Repeat(7f, length).ToArray();
                Refuses(Assert.Throws<ArgumentException>(() => call.Run(call.Data, output)), call.Output, call.Results, length);
                Assert.All(output, value => Assert.Equal(7f, value));
            }
            Assert.Equal(expected, call.Outputs(call.Run));
        }

        static void Refuses(ArgumentException thrown, string tensor, int wanted, int given)
        {
            Assert.Equal(tensor, thrown.ParamName);
            Assert.Contains($"{wanted} elements", thrown.Message);
            Assert.Contains($"span of {given} ", thrown.Message);
        }
    }

    [SharedFact]
    public void ADisposedInstanceThrowsAndWritesNothing()
    {
        foreach (var call in Calls())
        {
            call.Dispose();
            call.Dispose();
            var output = Enumerable.Repeat(7f, call.Results).ToArray();
            Assert.Throws<ObjectDisposedException>(() => call.Run(call.Data, output));
            Assert.All(output, value => Assert.Equal(7f, value));
            call.Outputs(call.Predict);
        }
    }

    [SharedFact]
    public void ThreadsOnOneInstanceAreRefusedOrGetTheRightResult()
    {
        foreach (var call in Calls())
        {
            using var _ = call;
            var expected = call.Outputs(call.Predict);
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                for (var i = 0; i < 8; i++)
                {
                    var output = Enumerable.Repeat(7f, call.Results).ToArray();
                    try
                    {
                        call.Run(call.Data, output);
                        Assert.Equal(expected, output);
                    }
                    catch (InvalidOperationException)
                    {
                        Assert.All(output, value => Assert.Equal(7f, value));
                    }
                    Assert.Equal(expected, call.Outputs(call.Predict));
                }
            });
            Assert.Equal(expected, call.Outputs(call.Run));
        }
    }

    [SharedFact]
    public void CallsAllocateNothing()
    {
        foreach (var call in Calls())
        {
            using var _ = call;
            var output = new float[call.Results];
            call.Run(call.Data, output);
            call.Predict(call.Data, output);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 5; i++)
            {
                call.Run(call.Data, output);
                call.Predict(call.Data, output);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, call.Name);
        }
    }
}
