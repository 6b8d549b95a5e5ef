using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Planning;

/// <summary>
/// Halos that hold a zero point known only at run time, wherever it comes from and whoever else reads the tensor: the bits are the interpreter's.
/// </summary>
public class RunTimeHaloTests
{
    static readonly long[] pads = [1, 1, 1, 1];

    static IEnumerable<(string Name, ModelBuilder Model)> Cases()
    {
        yield return ("a caller's tensor and zero point", Padded(Picture().Input("zero", ElementType.UInt8), "x", "zero", "y"));
        yield return ("dynamic quantisation", Padded(Weights().Input("x", 1, 5, 6, 7)
            .Node("DynamicQuantizeLinear", ["x"], ["q", "scale", "zero"]), "q", "zero", "y").Output("scale"));
        yield return ("the zero point is made when the tensor has been read", Padded(Made().Node("Min", ["q", "hundred"], ["other"])
            .Node("ReduceMax", ["other"], ["zero"], Attribute("keepdims", 0L)), "q", "zero", "y").Output("other"));
        yield return ("two zero points of one tensor", Padded(Padded(Made().Input("zero", ElementType.UInt8)
            .Node("Max", ["zero", "hundred"], ["another"]), "q", "zero", "y"), "q", "another", "z"));
        yield return ("one zero point is known", Padded(Padded(Made().Input("zero", ElementType.UInt8), "q", "ten", "y"), "q", "zero", "z"));
        yield return ("parts of a joined tensor", Padded(Weights().Input("x", ElementType.UInt8, 1, 2, 6, 7).Input("zero", ElementType.UInt8)
            .Node("Max", ["x", "ten"], ["a"]).Node("Concat", ["a", "x", "one"], ["q"], Attribute("axis", 1L)), "q", "zero", "y"));
        yield return ("rows that end in the middle of a quad", new ModelBuilder().Initialiser("w", Signed(7, 3)).Input("x", ElementType.Int8, 5, 7)
            .Input("zero", ElementType.Int8).Node("MatMulInteger", ["x", "w", "zero"], ["y"]).Output("y"));
    }

    static ModelBuilder Picture() => Weights().Input("x", ElementType.UInt8, 1, 5, 6, 7);

    static ModelBuilder Made() => Picture().Node("Max", ["x", "ten"], ["q"]);

    static ModelBuilder Weights() => new ModelBuilder().Initialiser("w", Signed(6, 5, 3, 3)).Initialiser("ten", Byte(10))
        .Initialiser("hundred", Byte(100)).Initialiser("one", new Tensor(ElementType.UInt8, new Shape(1, 1, 6, 7)));

    static ModelBuilder Padded(ModelBuilder model, string x, string zero, string y) =>
        model.Node("ConvInteger", [x, "w", zero], [y], Attribute("pads", pads)).Output(y);

    static Tensor Byte(byte number) => new(ElementType.UInt8, Shape.Scalar, [number]);

    static Tensor Signed(params int[] sizes)
    {
        var tensor = new Tensor(ElementType.Int8, new Shape(sizes));
        for (var i = 0; i < tensor.Count; i++) tensor.SetInt64(i, i * 37 % 255 - 127);
        return tensor;
    }

    [Fact]
    public void EveryRungReadsTheZeroPointAroundItsInput()
    {
        var cases = Cases().ToList();
        using var compiled = CompiledModels.Compile([.. cases.Select(each => new ModelSource(each.Name, each.Model.Proto.ToByteArray()))]);
        foreach (var (each, code) in cases.Zip(compiled.Models))
        {
            Assert.True(code.IsCompiled, $"{each.Name}: {code.Refusal}");
            Assert.All(code.Plan!.Steps.Where(step => step.Kernel.MultiplyAdds > 0),
                step => Assert.DoesNotContain("-reduce", step.Kernel.Name, StringComparison.Ordinal));
            using var instance = code.New();
            var random = new Random(1);
            Tensor[] inputs = [.. instance.Inputs.Select(type => Drawn(type, random))];
            var expected = Interpreter.Run(code.Import(), inputs);
            foreach (var rung in RungChoice.Of("all"))
            {
                instance.Rung = rung;
                foreach (var (wanted, actual) in expected.Zip(instance.Run(inputs))) Assert.True(wanted.Equals(actual), $"{each.Name} on {rung}");
            }
        }
    }

    static Tensor Drawn(TensorType type, Random random)
    {
        var tensor = new Tensor(type.Element, type.Shape);
        for (var i = 0; i < tensor.Count; i++)
        {
            var number = random.Next(256);
            if (type.Element.IsFloat()) tensor.SetDouble(i, number / 32f - 3);
            else tensor.SetInt64(i, type.Element == ElementType.Int8 ? number - 128 : number);
        }
        return tensor;
    }
}
