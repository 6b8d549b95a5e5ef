using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Onnx;

/// <summary>Whatever the bytes are, the importer answers with a graph or with diagnostics, and soon.</summary>
public class HostileModelTests
{
    static readonly byte[] Small = SmallModel().Proto.ToByteArray();

    static ModelBuilder SmallModel()
    {
        var builder = new ModelBuilder().Input("x", "N", 3, 4).Initialiser("w", Tensor.Floats(new Shape(3, 1), 1, 2, 3))
            .Initialiser("axes", Tensor.Longs(0, 2))
            .Function("F", ["a"], ["b"], NodeOf("LeakyRelu", ["a"], ["b"], Attribute("alpha", 0.5f)))
            .Node("Mul", ["x", "w"], ["m"])
            .Node("Transpose", ["m"], ["t"], Attribute("perm", new long[] { 0, 2, 1 }))
            .Node("Constant", [], ["c"], Attribute("value", Tensor.Longs(1, -1)))
            .Node("Reshape", ["t", "c"], ["r"])
            .Output("y", 1, 12);
        builder.Graph.Node.Add(CallOf("F", ["r"], ["y"]));
        return builder;
    }

    static (Graph? Graph, IReadOnlyList<ModelDiagnostic> Diagnostics) Import(byte[] bytes)
    {
        var bag = new DiagnosticBag();
        var graph = ModelImporter.Import(bytes, new CompileOptions { ClassName = "Model" }, null, bag)?.Graph;
        Assert.Equal(graph is null, bag.HasErrors);
        if (graph is not null) GraphVerifier.Verify(graph, "import");
        return (graph, bag.All);
    }

    [Fact]
    public void The_small_model_itself_is_fine() => Assert.NotNull(Import(Small).Graph);

    [Fact]
    public void A_model_cut_off_anywhere_is_answered()
    {
        var unread = 0;
        for (var length = 0; length < Small.Length; length++)
            if (Import(Small[..length]).Diagnostics.Any(d => d.Id == "EC0002")) unread++;
        Assert.True(unread > Small.Length / 2);
    }

    [Fact]
    public void Changed_bytes_are_answered()
    {
        var random = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = (byte[])Small.Clone();
            for (var change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.DoesNotContain(Import(bytes).Diagnostics, d => d.Id == "EC0001");
        }
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 123\n", "the file is a Git LFS pointer")]
    [InlineData("PK\u0003\u0004", "the file is truncated or is no ONNX model")]
    public void A_file_that_is_no_model_is_named_as_such(string text, string message)
    {
        var diagnostic = Assert.Single(Import(System.Text.Encoding.ASCII.GetBytes(text)).Diagnostics);
        Assert.Equal("EC0002", diagnostic.Id);
        Assert.StartsWith(message, diagnostic.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var graph = new GraphProto { Node = { NodeOf("Relu", ["x"], ["y"]) } };
        for (var i = 0; i < 80; i++) graph = new GraphProto { Node = { NodeOf("If", ["x"], ["y"], Attribute("then_branch", graph)) } };
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        Assert.Equal("EC0003", Assert.Single(Import(model.ToByteArray()).Diagnostics).Id);

        var type = new TypeProto { TensorType = new() { ElemType = 1 } };
        for (var i = 0; i < 80; i++) type = new TypeProto { OptionalType = new() { ElemType = type } };
        var typed = new ModelBuilder().Change(m => m.Graph.Input.Add(new ValueInfoProto { Name = "x", Type = type }));
        Assert.Equal("EC0003", Assert.Single(Import(typed.Proto.ToByteArray()).Diagnostics).Id);
    }

    [Fact]
    public void A_long_chain_in_reverse_order_is_sorted_soon()
    {
        const int length = 10_000;
        var builder = new ModelBuilder().Input("x", 1).Output("v0");
        for (var i = 0; i < length; i++) builder.Node("Relu", [i == length - 1 ? "x" : $"v{i + 1}"], [$"v{i}"]);
        Assert.Equal(length, builder.ImportGraph().Nodes.Count);
    }

    [Fact]
    public void A_chain_that_doubles_its_work_with_each_step_is_evaluated_once()
    {
        var builder = new ModelBuilder().Initialiser("v0", Tensor.LongScalar(1)).Input("x", 8);
        for (var i = 0; i < 62; i++) builder.Node("Add", [$"v{i}", $"v{i}"], [$"v{i + 1}"]);
        builder.Node("Reshape", ["x", "v62"], ["y"]).Output("y");
        Assert.Contains(builder.Import().Diagnostics, d => d.Id == "EC0007");
    }
}
