using EdgeCompile.Ir;
using static EdgeCompile.Tests.Onnx.ModelBuilder;
using AttributeType = EdgeCompile.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeCompile.Tests.Onnx;

public class FunctionTests
{
    [Fact]
    public void Calls_are_expanded_with_fresh_names()
    {
        var builder = new ModelBuilder().Input("x", 2)
            .Function("Twice", ["a"], ["b"], NodeOf("Relu", ["a"], ["t"]), NodeOf("Add", ["t", "t"], ["b"]))
            .Output("y");
        builder.Graph.Node.Add(CallOf("Twice", ["x"], ["t"]));
        builder.Graph.Node.Add(CallOf("Twice", ["t"], ["y"]));

        Assert.Equal("""
            graph g(x: float32[2])
                t/t: float32[2] = Relu(x)
                t: float32[2] = Add(t/t, t/t)
                y/t: float32[2] = Relu(t)
                y: float32[2] = Add(y/t, y/t)
                return y

            """, GraphPrinter.Print(builder.ImportGraph()));
    }

    [Fact]
    public void Attributes_come_from_the_call_or_the_default_or_stay_out()
    {
        var builder = new ModelBuilder().Input("x", 1)
            .Function("Leak", ["a"], ["b"], NodeOf("LeakyRelu", ["a"], ["b"], Reference("alpha", "slope", AttributeType.Float)))
            .Output("given").Output("default").Output("nested");
        builder.Proto.Functions[0].AttributeProto.Add(Attribute("slope", 0.25f));
        builder.Function("Outer", ["a"], ["b"], CallOf("Leak", ["a"], ["b"], Reference("slope", "s", AttributeType.Float)));
        builder.Proto.Functions[1].Attribute.Add("s");
        builder.Graph.Node.Add(CallOf("Leak", ["x"], ["given"], Attribute("slope", 0.5f)));
        builder.Graph.Node.Add(CallOf("Leak", ["x"], ["default"]));
        builder.Graph.Node.Add(CallOf("Outer", ["x"], ["nested"], Attribute("s", 0.125f)));

        var outputs = Interpreter.Run(builder.ImportGraph(), [Tensor.Floats(new Shape(1), -8)]);
        Assert.Equal([-4f, -2f, -1f], outputs.Select(output => ((Tensor)output).ToFloats()[0]));

        builder.Proto.Functions[0].AttributeProto.Clear();                  // now LeakyRelu's own default holds, 0.01
        builder.Proto.Functions[0].Attribute.Add("slope");
        Assert.Equal(-0.08f, ((Tensor)Interpreter.Run(builder.ImportGraph(), [Tensor.Floats(new Shape(1), -8)])[1]).ToFloats()[0], 1e-6f);
    }

    [Fact]
    public void An_optional_input_that_a_call_leaves_out_is_left_out_inside()
    {
        var builder = new ModelBuilder().Input("x", 2).Initialiser("top", Tensor.Floats(Shape.Scalar, 1))
            .Function("Limit", ["a", "low", "high"], ["b"], NodeOf("Clip", ["a", "low", "high"], ["b"])).Output("y");
        builder.Graph.Node.Add(CallOf("Limit", ["x", "", "top"], ["y"]));
        Assert.Equal([-5f, 1], ((Tensor)Interpreter.Run(builder.ImportGraph(), [Tensor.Floats(new Shape(2), -5, 5)])[0]).ToFloats());
    }

    [Fact]
    public void Faults_inside_a_function_are_located_at_the_call_and_named_with_their_path()
    {
        var builder = new ModelBuilder().Input("x", 2).Function("F", ["a"], ["b"], NodeOf("Frobnicate", ["a"], ["b"])).Node("Relu", ["x"], ["z"])
            .Output("y");
        builder.Graph.Node.Add(CallOf("F", ["z"], ["y"]));
        var diagnostic = Assert.Single(builder.Import().Diagnostics);
        Assert.Equal(1, diagnostic.Node);
        Assert.StartsWith("node 'y/b' (Frobnicate, opset 17): this operator is not supported", diagnostic.Message);
    }

    [Fact]
    public void Recursion_is_refused()
    {
        var self = new ModelBuilder().Input("x", 2).Function("F", ["a"], ["b"], CallOf("F", ["a"], ["b"])).Output("y");
        self.Graph.Node.Add(CallOf("F", ["x"], ["y"]));
        Assert.Equal("EC0024", Assert.Single(self.Import().Diagnostics).Id);

        var mutual = new ModelBuilder().Input("x", 2).Function("F", ["a"], ["b"], CallOf("G", ["a"], ["b"]))
            .Function("G", ["a"], ["b"], CallOf("F", ["a"], ["b"])).Output("y");
        mutual.Graph.Node.Add(CallOf("F", ["x"], ["y"]));
        Assert.Equal("node 'y/b/b' (local.F, opset 1): the function 'F' calls itself, through 'G', 'F'.",
            Assert.Single(mutual.Import().Diagnostics).Message);
    }

    [Fact]
    public void Calls_that_explode_are_stopped()
    {
        var builder = new ModelBuilder().Input("x", 2).Function("F0", ["a"], ["b"], NodeOf("Relu", ["a"], ["b"]));
        for (var i = 1; i < 40; i++) builder.Function($"F{i}", ["a"], ["b"], CallOf($"F{i - 1}", ["a"], ["m"]), CallOf($"F{i - 1}", ["m"], ["b"]));
        builder.Output("y").Graph.Node.Add(CallOf("F39", ["x"], ["y"]));
        var diagnostic = Assert.Single(builder.Import().Diagnostics);
        Assert.Equal("EC0003", diagnostic.Id);
    }

    [Fact]
    public void Calls_that_are_too_deep_are_refused()
    {
        var builder = new ModelBuilder().Input("x", 2).Function("F0", ["a"], ["b"], NodeOf("Relu", ["a"], ["b"]));
        for (var i = 1; i < 200; i++) builder.Function($"F{i}", ["a"], ["b"], CallOf($"F{i - 1}", ["a"], ["b"]));
        builder.Output("y").Graph.Node.Add(CallOf("F199", ["x"], ["y"]));
        Assert.EndsWith("functions and subgraphs nest more than 64 deep.", Assert.Single(builder.Import().Diagnostics).Message);
    }

    [Fact]
    public void A_call_with_too_many_inputs_is_refused()
    {
        var builder = new ModelBuilder().Input("x", 2).Function("F", ["a"], ["b"], NodeOf("Relu", ["a"], ["b"])).Output("y");
        builder.Graph.Node.Add(CallOf("F", ["x", "x"], ["y"]));
        Assert.EndsWith("the function 'F' has 1 inputs and 1 outputs, and is called with 2 and 1.",
            Assert.Single(builder.Import().Diagnostics).Message);
    }
}
