using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Ops;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Onnx;

/// <summary>Graphs inside nodes, with an operator of this test that owns one: Apply(x) { body } computes body(x).</summary>
public class SubgraphTests
{
    static readonly Op Apply = new("Apply")
    {
        Infer = context => [.. context.Node.Subgraphs[0].Graph.Outputs.Select(output => output.Type)],
        Evaluate = context => [.. context.Run(context.Node.Subgraphs[0].Graph, [.. context.Inputs.Select(input => input!)])],
    };

    static readonly OperatorTable Table = new([.. OpTable.Rows, new OnnxOperator("Apply", 1, node =>
    {
        var body = node.Subgraph("body").Import([node.Input(0).Type]);
        return [.. node.Graph.Add(Apply, OpAttributes.None, [node.Input(0), .. body.Captured], node.Name, node.Index, subgraphs: [body]).Outputs];
    })]);

    static GraphProto Body(params NodeProto[] nodes) => new()
    {
        Name = "body",
        Input = { new ValueInfoProto { Name = "a" } },
        Node = { nodes },
        Output = { new ValueInfoProto { Name = nodes[^1].Output[0] } },
    };

    static (Graph? Graph, IReadOnlyList<ModelDiagnostic> Diagnostics) Import(ModelBuilder builder)
    {
        var bag = new DiagnosticBag();
        var graph = ModelImporter.Import(builder.Proto, new CompileOptions { ClassName = "Model" }, null, bag, Table).Graph;
        if (graph is not null) GraphVerifier.Verify(graph, "import");
        return (graph, bag.All);
    }

    [Fact]
    public void What_a_subgraph_takes_from_outside_becomes_an_input_of_its_node()
    {
        var (graph, diagnostics) = Import(new ModelBuilder().Input("x", 2).Input("k", 2).Initialiser("one", Tensor.Floats(Shape.Scalar, 1))
            .Node("Neg", ["k"], ["outer"])
            .Node("Apply", ["x"], ["y"], Attribute("body", Body(NodeOf("Add", ["a", "outer"], ["s"]), NodeOf("Add", ["s", "one"], ["t"]))))
            .Output("y"));

        Assert.Empty(diagnostics);
        Assert.Equal("""
            graph g(x: float32[2], k: float32[2])
                outer: float32[2] = Neg(k)
                y: float32[2] = Apply(x, outer)
                    graph body(a: float32[2], outer: float32[2])
                        s: float32[2] = Add(a, outer)
                        t: float32[2] = Add(s, float32[]{1})
                        return t
                return y

            """, GraphPrinter.Print(graph!));
        var result = Interpreter.Run(graph!, [Tensor.Floats(new Shape(2), 10, 20), Tensor.Floats(new Shape(2), 1, 2)]);
        Assert.Equal([10f, 19f], ((Tensor)result[0]).ToFloats());
    }

    [Fact]
    public void Captures_pass_through_every_level_and_names_inside_hide_those_outside()
    {
        var inner = Body(NodeOf("Add", ["a", "k"], ["t"]));
        var outer = Body(NodeOf("Neg", ["a"], ["t"]), NodeOf("Apply", ["t"], ["u"], Attribute("body", inner)));
        var (graph, _) = Import(new ModelBuilder().Input("x", 2).Input("k", 2).Node("Apply", ["x"], ["y"], Attribute("body", outer)).Output("y"));
        var result = Interpreter.Run(graph!, [Tensor.Floats(new Shape(2), 10, 20), Tensor.Floats(new Shape(2), 1, 2)]);
        Assert.Equal([-9f, -18f], ((Tensor)result[0]).ToFloats());
    }

    [Fact]
    public void A_subgraph_may_read_a_value_that_stands_later_in_the_file()
    {
        var (graph, diagnostics) = Import(new ModelBuilder().Input("x", 2)
            .Node("Apply", ["x"], ["y"], Attribute("body", Body(NodeOf("Add", ["a", "late"], ["t"]))))
            .Node("Neg", ["x"], ["late"]).Output("y"));
        Assert.Empty(diagnostics);
        Assert.Equal(["Neg", "Apply"], graph!.Nodes.Select(node => node.Op.Name));
    }

    [Fact]
    public void Faults_inside_are_reported_once_at_the_owner()
    {
        var (graph, diagnostics) = Import(new ModelBuilder().Input("x", 2).Node("Relu", ["x"], ["z"])
            .Node("Apply", ["z"], ["y"], Attribute("body", Body(NodeOf("Frobnicate", ["a"], ["s"]), NodeOf("Relu", ["s"], ["t"])))).Output("y"));
        Assert.Null(graph);
        Assert.Equal(("EC0004", 1), (Assert.Single(diagnostics).Id, diagnostics[0].Node));
    }

    [Fact]
    public void Unsupported_operators_inside_an_unsupported_node_are_reported_too()
    {
        var (_, diagnostics) = Import(new ModelBuilder().Input("x", 2)
            .Node("Unheard", ["x"], ["y"], Attribute("body", Body(NodeOf("Frobnicate", ["a"], ["s"]), NodeOf("Relu", ["s"], ["t"])))).Output("y"));
        Assert.Equal(["node 'y' (Unheard", "node 's' (Frobnicate"], diagnostics.Select(d => d.Message[..d.Message.IndexOf(',')]));
    }
}
