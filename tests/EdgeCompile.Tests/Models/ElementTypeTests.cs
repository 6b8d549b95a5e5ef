using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Models;

/// <summary>Element types that C# does not compute with: strings, and those that a byte holds several of.</summary>
public class ElementTypeTests
{
    static ModelBuilder CastOf(ElementType type, params object?[] shape) => new ModelBuilder(25)
        .Input("x", type, shape)
        .Node("Identity", ["x"], ["same"]).Output("same")
        .Node("Cast", ["x"], ["real"], Attribute("to", (long)ElementType.Float32)).Output("real")
        .Node("Cast", ["real"], ["back"], Attribute("to", (long)type)).Output("back");

    [Theory]
    [InlineData("Int4"), InlineData("UInt4"), InlineData("Int2"), InlineData("UInt2"), InlineData("Float4E2M1")]
    public void ElementsBelowAByteArePackedInTheCallersSpans(string name)
    {
        var type = Enum.Parse<ElementType>(name);
        var codes = Tensor.Of(ElementType.Int32, new Shape(3, 5), [.. Enumerable.Range(0, 15)]);
        var x = Ops.OneNode.Run("Cast", 24, [codes], new { to = (long)type });
        var outputs = EmittedModels.Agrees(CastOf(type, 3, 5), x);
        Assert.Equal(x.Bytes, outputs[0].Bytes);
        Assert.Equal(x.Bytes, outputs[2].Bytes);
        Assert.Equal([typeof(ReadOnlySpan<byte>), typeof(Span<byte>), typeof(Span<float>), typeof(Span<byte>)],
            EmittedModels.RunParameters(CastOf(type, 3, 5)));
    }

    [Fact]
    public void ASingleElementTakesAByte() => EmittedModels.Agrees(CastOf(ElementType.Int4), Tensor.Of(ElementType.Int4, Shape.Scalar, (sbyte)-3));

    [Fact]
    public void ThePackingIsOnnxs() =>
        Assert.Equal([0x21, 0xF3, 0x08], PackedElements.Pack(Tensor.Of(ElementType.Int4, new Shape(5), (sbyte)1, (sbyte)2, (sbyte)3, (sbyte)-1, (sbyte)-8)));

    [Fact]
    public void StringsAreComparedMovedAndKeptBetweenSteps()
    {
        var words = new Tensor(new Shape(2, 2), ["cat", "dog", "", "häuser\n\"quoted\""]);
        var model = new ModelBuilder()
            .Input("x", ElementType.String, 2, 3)
            .Initialiser("words", words)
            .Initialiser("index", Tensor.Of(ElementType.Int64, new Shape(2), 4L, 0L))
            .Initialiser("dog", new Tensor(new Shape(1), ["dog"]))
            .Node("Concat", ["x", "words"], ["all"], Attribute("axis", 1L))
            .Node("Gather", ["all", "index"], ["picked"], Attribute("axis", 1L)).Output("picked")
            .Node("Equal", ["all", "dog"], ["found"]).Output("found")
            .Node("Transpose", ["all"], ["turned"]).Output("turned");
        var x = new Tensor(new Shape(2, 3), ["dog", "a", "b", "c", "d", "dog"]);
        var outputs = EmittedModels.Agrees(model, x);
        Assert.Equal(["dog", "dog", "häuser\n\"quoted\"", "c"], outputs[0].Strings);
        Assert.Equal(typeof(ReadOnlySpan<string>), EmittedModels.RunParameters(model)[0]);
    }

    [Fact]
    public void NumbersAreReadFromStringsAndWritten()
    {
        var model = new ModelBuilder(21)
            .Input("x", ElementType.String, 4)
            .Node("Cast", ["x"], ["real"], Attribute("to", (long)ElementType.Float64)).Output("real")
            .Node("Cast", ["x"], ["whole"], Attribute("to", (long)ElementType.UInt64)).Output("whole")
            .Node("Cast", ["x"], ["small"], Attribute("to", (long)ElementType.Float8E5M2)).Output("small")
            .Node("Cast", ["x"], ["truth"], Attribute("to", (long)ElementType.Bool)).Output("truth")
            .Node("Cast", ["whole"], ["text"], Attribute("to", (long)ElementType.String)).Output("text");
        Assert.Equal(["18446744073709551615", "0", "7", "0"],
            EmittedModels.Agrees(model, new Tensor(new Shape(4), ["18446744073709551615", "0", "7.5", "0.25"]))[4].Strings);
    }

    [Fact]
    public void SmallFloatsAreComputedAsFloats()
    {
        var model = new ModelBuilder(25).Input("x", ElementType.BFloat16, 40).Input("y", ElementType.BFloat16, 40)
            .Node("Mul", ["x", "y"], ["product"])
            .Node("Add", ["product", "x"], ["sum"])
            .Node("ReduceSum", ["sum"], ["total"]).Output("total")
            .Node("Softmax", ["sum"], ["share"]).Output("share");
        var random = new Random(5);
        Tensor Numbers()
        {
            var tensor = new Tensor(ElementType.BFloat16, new Shape(40));
            for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, random.NextDouble() * 4 - 2);
            return tensor;
        }
        EmittedModels.Agrees(model, Numbers(), Numbers());
    }
}
