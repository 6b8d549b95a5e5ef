using EdgeCompile.Ir;
using EdgeCompile.Tests.Models;
using EdgeCompile.Tests.Onnx;

namespace EdgeCompile.Tests.Passes;

/// <summary>Products with one-hot rows, and work on rows that are gathered.</summary>
public class TablePassTests
{
    static readonly string[] Tables = ["FoldConstants", "OneHotProducts", "FoldIntoTables", "RemoveDeadNodes"];

    [Fact]
    public void AOneHotProductGathersAndItsBiasIsInTheTable()
    {
        var g = new PassTest();
        var index = g.Input("index", ElementType.Int32, 2, 5, 1);
        var oneHot = g.Add("Cast", [g.Add("Equal", [index, g.Constant(Tensor.Of(ElementType.Int32, new Shape(1, 3), 0, 1, 2))])], new { to = 1L });
        var product = g.Add("MatMul", [oneHot, g.Weights(3, 2)]);
        Assert.Equal("""
            graph g(index: int32[2x5x1])
                n2#2: int32[2x5] = Reshape(index) ReshapeAttributes { Shape = [2, 5] }
                n2#3: int32[2x5] = Max(n2#2, int32[]{-1})
                n2#4: int32[2x5] = Min(n2#3, int32[]{3})
                n2#5: int32[2x5] = Add(n2#4, int32[]{1})
                n4: float32[2x5x2] = Gather(n3#2#2: const float32[5x2], n2#5) GatherAttributes { Axis = 0 }
                return n4

            """, g.After(Tables, g.Add("Relu", [g.Add("Add", [product, g.Weights(1, 1, 2)])])));
    }

    /// <summary>
    /// A table is not made larger than what is gathered, and not changed for one of two readers or by what differs from row to row.
    /// </summary>
    [Fact]
    public void OtherTablesStay()
    {
        var g = new PassTest();
        var index = g.Input("index", ElementType.Int64, 4);
        var large = g.Add("Relu", [g.Add("Gather", [g.Weights(5, 2), index])]);
        var twice = g.Add("Gather", [g.Weights(2, 2), index]);
        var rows = g.Add("Add", [g.Add("Gather", [g.Weights(2, 2), index]), g.Weights(4, 2)]);
        var text = g.After(Tables, large, g.Add("Relu", [twice]), g.Add("Exp", [twice]), rows);
        Assert.Equal((2, 1, 1), (Count(text, "Relu("), Count(text, "Exp("), Count(text, "Add(")));
    }

    static int Count(string text, string op) => text.Split(" = " + op).Length - 1;

    /// <summary>An index that equals none of the numbers picks zeros.</summary>
    [Fact]
    public void IndicesOutsideGiveZeros()
    {
        var model = new ModelBuilder().Input("index", ElementType.Int32, 8, 1)
            .Initialiser("numbers", Tensor.Of(ElementType.Int32, new Shape(4), 0, 1, 2, 3))
            .Initialiser("weights", Tensor.Floats(new Shape(4, 3), [.. Enumerable.Range(1, 12).Select(i => i / 4f)]))
                .Initialiser("bias", Tensor.Floats(new Shape(3), 1, 2, 3))
            .Node("Equal", ["index", "numbers"], ["equal"]).Node("Cast", ["equal"], ["oneHot"], ModelBuilder.Attribute("to", 1L))
            .Node("MatMul", ["oneHot", "weights"], ["rows"]).Node("Add", ["rows", "bias"], ["y"]).Output("y");
        Tensor index = Tensor.Of(ElementType.Int32, new Shape(8, 1), 0, 3, 4, -1, int.MinValue, int.MaxValue, 2, 1);
        Assert.NotEmpty(EmittedModels.Agrees(model, [index]));
    }
}
