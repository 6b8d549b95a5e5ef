using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Planning;

/// <summary>
/// Softmax and the normalisations, spelt in one node or in many, are one step, and compute what the interpreter does on every rung.
/// </summary>
public class RowFusionTests
{
    sealed record Case(string Name, ModelBuilder Model, int Steps);

    static readonly long[] lastAxis = [-1];

    static IEnumerable<Case> Cases()
    {
        foreach (var length in new[] { 16, 17, 40, 257, 6625 })
            yield return new($"softmax of {length}", new ModelBuilder().Input("x", 3, 5, length).Node("Softmax", ["x"], ["y"]).Output("y"), 1);
        yield return new("long rows leave the cache", new ModelBuilder().Input("x", 2, 20000).Node("Softmax", ["x"], ["y"]).Output("y"), 4);
        yield return new("short rows are computed together", new ModelBuilder().Input("x", 40, 8).Node("Softmax", ["x"], ["y"]).Output("y"), 4);
        yield return new("rows across memory", new ModelBuilder().Input("x", 20, 30).Node("Softmax", ["x"], ["y"], Attribute("axis", 0L)).Output("y"),
            4);
        yield return new("over two axes", new ModelBuilder(11).Input("x", 4, 6, 7).Node("Softmax", ["x"], ["y"], Attribute("axis", 1L)).Output("y"),
            1);
        yield return new("logarithm", new ModelBuilder().Input("x", 4, 33).Node("LogSoftmax", ["x"], ["y"]).Output("y"), 1);
        yield return new("between products", new ModelBuilder().Input("x", 4, 33).Initialiser("w", Tensor.Floats(new Shape(33, 33),
            [.. Enumerable.Range(0, 33 * 33).Select(i => i % 7 / 8f - 0.4f)])).Node("MatMul", ["x", "w"], ["a"]).Node("Softmax", ["a"],
                ["b"]).Node("MatMul", ["b", "w"], ["y"]).Output("y"), 3);
        yield return new("row behind", new ModelBuilder().Input("x", 4, 33).Node("Softmax", ["x"], ["a"]).Node("Mul", ["a", "x"], ["b"]).Node("Relu", ["b"], ["y"]).Output("y"), 1);
        yield return new("read twice", new ModelBuilder().Input("x", 4, 33).Node("Softmax", ["x"], ["y"]).Node("Mul", ["y", "x"], ["z"]).Output("y").Output("z"), 2);

        yield return new("layer", Parameters(48).Input("x", 2, 7, 48).Node("LayerNormalization", ["x", "scale", "bias"], ["y"]).Output("y"), 1);
        yield return new("layer in pieces", Parameters(48).Input("x", 2, 7, 48)
            .Initialiser("two", Tensor.Floats(Shape.Scalar, 2)).Initialiser("epsilon", Tensor.Floats(Shape.Scalar, 1e-5f))
            .Node("ReduceMean", ["x"], ["mean"], Attribute("axes", lastAxis)).Node("Sub", ["x", "mean"], ["centred"])
                .Node("Pow", ["centred", "two"], ["squares"])
            .Node("ReduceMean", ["squares"], ["variance"], Attribute("axes", lastAxis)).Node("Add", ["variance", "epsilon"], ["shifted"])
                .Node("Sqrt", ["shifted"], ["deviation"])
            .Node("Div", ["centred", "deviation"], ["standard"]).Node("Mul", ["standard", "scale"], ["scaled"]).Node("Add", ["scaled", "bias"], ["y"])
                .Output("y"), 1);
        yield return new("root mean square", Parameters(64).Input("x", 5, 64)
            .Initialiser("two", Tensor.Floats(Shape.Scalar, 2)).Initialiser("epsilon", Tensor.Floats(Shape.Scalar, 1e-5f))
            .Node("Pow", ["x", "two"], ["squares"]).Node("ReduceMean", ["squares"], ["mean"], Attribute("axes", lastAxis))
                .Node("Add", ["mean", "epsilon"], ["shifted"])
            .Node("Sqrt", ["shifted"], ["root"]).Node("Div", ["x", "root"], ["standard"]).Node("Mul", ["standard", "scale"], ["y"]).Output("y"), 1);
        yield return new("layer with axes dropped and put back", Parameters(48).Input("x", 7, 48)
            .Initialiser("part", Tensor.Floats(Shape.Scalar, 1 / 48f)).Initialiser("epsilon", Tensor.Floats(Shape.Scalar, 1e-5f))
                .Initialiser("column", Tensor.Longs(7, 1)).Initialiser("last", Tensor.Longs(1))
            .Node("ReduceSum", ["x", "last"], ["sum"], Attribute("keepdims", 0L)).Node("Mul", ["sum", "part"], ["mean"])
                .Node("Mul", ["x", "x"], ["squares"])
            .Node("ReduceSum", ["squares", "last"], ["power"], Attribute("keepdims", 0L)).Node("Mul", ["power", "part"], ["second"])
                .Node("Mul", ["mean", "mean"], ["first"])
            .Node("Sub", ["second", "first"], ["variance"]).Node("Reshape", ["variance", "column"], ["variances"])
                .Node("Reshape", ["mean", "column"], ["means"])
            .Node("Add", ["variances", "epsilon"], ["shifted"]).Node("Sqrt", ["shifted"], ["deviation"]).Node("Sub", ["x", "means"], ["centred"])
            .Node("Div", ["centred", "deviation"], ["standard"]).Node("Mul", ["standard", "scale"], ["scaled"]).Node("Add", ["scaled", "bias"], ["y"])
                .Output("y"), 1);
        yield return new("instance", Parameters(3).Input("x", 2, 3, 9, 11).Node("InstanceNormalization", ["x", "scale", "bias"], ["y"]).Output("y"),
            1);
    }

    static ModelBuilder Parameters(int count) => new ModelBuilder()
        .Initialiser("scale", Tensor.Floats(new Shape(count), [.. Enumerable.Range(0, count).Select(i => 1 + i % 5 / 4f)]))
        .Initialiser("bias", Tensor.Floats(new Shape(count), [.. Enumerable.Range(0, count).Select(i => i % 3 - 1f)]));

    [Fact]
    public void OneStepThatComputesWhatTheInterpreterDoes()
    {
        Case[] cases = [.. Cases()];
        using var compiled = CompiledModels.Compile([.. cases.Select(each => new ModelSource(each.Name, each.Model.Proto.ToByteArray()))]);
        foreach (var (each, code) in cases.Zip(compiled.Models))
        {
            Assert.True(code.IsCompiled, $"{each.Name}: {code.Refusal}");
            Assert.Equal((each.Name, each.Steps), (each.Name, code.Plan!.Steps.Count));
            using var instance = code.New();
            var random = new Random(1);
            Tensor[] inputs = [.. instance.Inputs.Select(type => Tensor.Floats(type.Shape,
                [.. Enumerable.Range(0, type.Shape.Count).Select(_ => random.NextSingle() * 8 - 4)]))];
            var expected = Interpreter.Run(code.Import(), inputs);
            foreach (var rung in RungChoice.Of("all"))
            {
                instance.Rung = rung;
                foreach (var (wanted, actual) in expected.Zip(instance.Run(inputs)))
                {
                    var comparison = Comparison.Of(wanted, actual, Tolerance.Oracle);
                    Assert.True(comparison.Passes, $"{each.Name} on {rung}: {comparison}");
                }
            }
        }
    }
}
