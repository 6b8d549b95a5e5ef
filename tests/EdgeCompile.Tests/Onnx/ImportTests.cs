using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Onnx;

public class ImportTests
{
    const string ExportWithout = "Export the model without it, or bring it along as a function of supported operators.";
    static readonly Tensor One = Tensor.Floats(Shape.Scalar, 1);

    [Fact]
    public void A_model_becomes_a_graph_with_the_models_names()
    {
        var graph = new ModelBuilder().Input("x", 1, 4).Initialiser("one", One)
            .Node("Add", ["x", "one"], ["sum"]).Node("Relu", ["sum"], ["y"]).Output("y", 1, 4).ImportGraph();

        Assert.Equal("""
            graph g(x: float32[1x4])
                sum: float32[1x4] = Add(x, float32[]{1})
                y: float32[1x4] = Relu(sum)
                return y

            """, GraphPrinter.Print(graph));
        Assert.Equal([2f, 0, 4, 5], ((Tensor)Interpreter.Run(graph, [Tensor.Floats(new Shape(1, 4), 1, -2, 3, 4)])[0]).ToFloats());
    }

    [Fact]
    public void Nodes_may_stand_in_any_order() =>
        Assert.Equal(["b", "c", "y"], new ModelBuilder().Input("x", 2)
            .Node("Add", ["b", "c"], ["y"]).Node("Relu", ["b"], ["c"]).Node("Abs", ["x"], ["b"]).Output("y")
            .ImportGraph().Nodes.Select(node => node.Output.Name));

    [Fact]
    public void An_input_with_an_initialiser_is_a_constant()
    {
        var graph = new ModelBuilder().Input("x", 2).Input("one").Initialiser("one", One).Node("Add", ["x", "one"], ["y"]).Output("y").ImportGraph();
        Assert.Equal(["x"], graph.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void An_input_or_an_initialiser_may_be_an_output()
    {
        var graph = new ModelBuilder().Input("x", 2).Initialiser("one", One).Node("Identity", ["x"], ["y"]).Output("y").Output("one").Output("x")
            .ImportGraph();
        Assert.Equal(["y", "one", "x"], graph.OutputNames);
        Assert.Same(graph.Inputs[0], graph.Outputs[2]);
    }

    [Fact]
    public void Metadata_producer_and_opsets_are_kept()
    {
        var (model, _) = new ModelBuilder(13).Opset("com.example", 3).Input("x", 2).Node("Relu", ["x"], ["y"]).Output("y")
            .Change(proto => proto.MetadataProps.Add(new EdgeCompile.Onnx.StringStringEntryProto { Key = "task", Value = "detect" })).Import();
        Assert.Equal("detect", model!.Metadata["task"]);
        Assert.Equal("tests", model.Producer);
        Assert.Equal([("", 13), ("com.example", 3)], model.Opsets.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Every_root_cause_is_reported_at_once_and_nothing_that_follows_from_one()
    {
        var (model, diagnostics) = new ModelBuilder().Input("x", 2).Input("z", 3)
            .Node("Frobnicate", ["x"], ["a"])
            .Node("Relu", ["a"], ["b"])
            .Node("Defrag", ["b"], ["c"])
            .Node("Add", ["x", "z"], ["d"])
            .Node("Relu", ["nowhere"], ["e"])
            .Node("Relu", ["d"], ["f"])
            .Output("c").Output("f").Import();

        Assert.Null(model!.Graph);
        Assert.Equal(
        [
            ("EC0004", 0, "node 'a' (Frobnicate, opset 17): this operator is not supported. " + ExportWithout),
            ("EC0004", 2, "node 'c' (Defrag, opset 17): this operator is not supported. " + ExportWithout),
            ("EC0007", 3, "node 'd' (Add, opset 17): shapes 2 and 3 do not broadcast."),
            ("EC0012", 4, "node 'e' (Relu, opset 17) reads 'nowhere', which is no input, initialiser or output of a node. Export the model again."),
        ], diagnostics.Select(d => (d.Id, d.Node, d.Message)));
    }

    [Fact]
    public void Inputs_and_outputs_are_known_even_where_the_graph_is_not()
    {
        var (model, _) = new ModelBuilder().Input("x", 1, 2).Node("Frobnicate", ["x"], ["y"]).Output("y", 1, 5).Import();
        Assert.Equal("x: float32[1x2]", $"{model!.Inputs[0].Name}: {model.Inputs[0].Type}");
        Assert.Equal("y: float32[1x5]", $"{model.Outputs[0].Name}: {model.Outputs[0].Type}");
    }

    [Theory]
    [InlineData(99, "EC0005", "opset 99: EdgeCompile knows opsets up to 28")]
    [InlineData(9, "EC0005", "node 'y' (HardSwish, opset 9): this operator is supported from opset 14 on")]
    public void Opsets_that_are_too_new_or_too_old_are_refused(int opset, string id, string message)
    {
        var (_, diagnostics) = new ModelBuilder(opset).Input("x", 2).Node("HardSwish", ["x"], ["y"]).Output("y").Import();
        Assert.Equal(id, Assert.Single(diagnostics).Id);
        Assert.StartsWith(message, diagnostics[0].Message);
    }

    [Fact]
    public void A_domain_that_the_model_does_not_import_is_refused()
    {
        var builder = new ModelBuilder().Input("x", 2).Node("Gelu", ["x"], ["y"]).Output("y");
        builder.Graph.Node[0].Domain = "com.example";
        var diagnostic = Assert.Single(builder.Import().Diagnostics);
        Assert.Equal("node 'y' (com.example.Gelu, opset ?): the model does not say which version of the domain 'com.example' it uses. "
            + "Export the model again.", diagnostic.Message);
    }

    [Fact]
    public void A_cycle_is_reported_once_and_unsupported_operators_behind_it_are_too()
    {
        var (_, diagnostics) = new ModelBuilder().Input("x", 2)
            .Node("Add", ["x", "c"], ["a"]).Node("Relu", ["a"], ["b"]).Node("Abs", ["b"], ["c"]).Node("Frobnicate", ["c"], ["y"])
            .Output("y").Import();
        Assert.Equal([("EC0010", 0), ("EC0004", 3)], diagnostics.Select(d => (d.Id, d.Node)));
        Assert.Contains("'a' (Add, opset 17) needs its own output, through 'c', 'b', 'a'", diagnostics[0].Message);
    }

    [Fact]
    public void A_name_that_is_made_twice_is_reported()
    {
        var (_, diagnostics) = new ModelBuilder().Input("x", 2).Initialiser("x2", One).Initialiser("x2", One)
            .Node("Relu", ["x"], ["y"]).Node("Abs", ["x"], ["y"]).Node("Abs", ["x"], ["x"]).Output("y").Import();
        Assert.Equal([("EC0011", -1), ("EC0011", 1), ("EC0011", 2)], diagnostics.Select(d => (d.Id, d.Node)));
    }

    [Fact]
    public void An_attribute_that_the_operator_does_not_know_is_a_warning()
    {
        var (model, diagnostics) = new ModelBuilder().Input("x", 2).Node("Relu", ["x"], ["y"], ModelBuilder.Attribute("surprise", 1L))
            .Output("y").Import();
        Assert.NotNull(model!.Graph);
        Assert.Equal(("EC0015", Severity.Warning), (diagnostics.Single().Id, diagnostics.Single().Severity));
    }

    [Fact]
    public void A_declared_shape_that_is_wrong_is_an_info()
    {
        var (model, diagnostics) = new ModelBuilder().Input("x", 2).Node("Relu", ["x"], ["y"]).Output("y", 5).Import();
        Assert.NotNull(model!.Graph);
        Assert.Equal("the file says that 'y' is float32[5], and it is float32[2]. The computed one holds.", Assert.Single(diagnostics).Message);
    }

    [Fact]
    public void Names_of_a_model_cannot_break_a_log()
    {
        var (_, diagnostics) = new ModelBuilder().Input("x", 2)
            .Node("Frobnicate", ["x"], ["a\nerror EC9999: \u202eforged\u001b[31m" + new string('y', 5000)]).Import();
        var message = Assert.Single(diagnostics).Message;
        Assert.DoesNotContain(message, c => char.IsControl(c) || c == '\u202e');
        Assert.True(message.Length < 500);
    }
}
