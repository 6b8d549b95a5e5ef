using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tests.Harness;

public class LoadedModelTests
{
    // The hook as TestHookEmitter writes it, over a model that adds the number of its rung.
    const string Source = """
        #nullable enable
        namespace Models;
        sealed class AddsRung
        {
            public static EdgeCompile.Runtime.Rung ForcedRung { get; set; }
            public int Threads { get; set; } = 1;
            public void RunRaw(System.Array[] inputs, System.Array[] outputs)
            {
                for (var i = 0; i < inputs[0].Length; i++) ((byte[])outputs[0])[i] = (byte)(((byte[])inputs[0])[i] + (int)ForcedRung);
            }
        }
        """;

    static readonly TensorType bytes = new(ElementType.UInt8, new Shape(3));

    [Fact]
    public void RunsOnTheRungThatIsForced()
    {
        using var assembly = InMemoryCompiler.Compile([new("AddsRung.cs", Source)], []);
        using var model = new LoadedModel(assembly, "Models.AddsRung", [bytes], [bytes]);
        var input = new Tensor(ElementType.UInt8, new Shape(3), [1, 2, 3]);
        Assert.Equal([1, 2, 3], model.Run([input])[0].Bytes);
        model.Rung = Rung.Vector128;
        Assert.Equal([1 + (int)Rung.Vector128, 2 + (int)Rung.Vector128, 3 + (int)Rung.Vector128], model.Run([input])[0].Bytes);
    }

    [Fact]
    public void TensorsThatDoNotFitAndClassesWithoutTheHookAreRefused()
    {
        using var assembly = InMemoryCompiler.Compile([new("AddsRung.cs", Source), new("Plain.cs", "sealed class Plain;")], []);
        using var model = new LoadedModel(assembly, "Models.AddsRung", [bytes], [bytes]);
        Assert.Throws<ArgumentException>(() => model.Run([]));
        Assert.Throws<ArgumentException>(() => model.Run([new Tensor(ElementType.UInt8, new Shape(4))]));
        Assert.Throws<MissingMethodException>(() => new LoadedModel(assembly, "Plain", [], []));
    }
}
