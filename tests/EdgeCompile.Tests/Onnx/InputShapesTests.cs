using EdgeCompile.Diagnostics;

namespace EdgeCompile.Tests.Onnx;

public class InputShapesTests
{
    static ModelBuilder Pictures => new ModelBuilder().Input("images", "N", 3, "height", "width").Input("mask", "N", "width")
        .Node("Relu", ["images"], ["y"]).Output("y");

    [Theory]
    [InlineData("images=2x3x416x320", "2x3x416x320 2x320")]
    [InlineData(" images = 2 X 3 x 416 x 320 ; ", "2x3x416x320 2x320")]
    [InlineData("height=416;width=320", "1x3x416x320 1x320")]
    [InlineData("N=4;height=416;mask=4x320", "4x3x416x320 4x320")]
    public void Shapes_and_symbols_fix_open_dimensions(string option, string wanted) =>
        Assert.Equal(wanted, string.Join(" ", Pictures.ImportGraph(option).Inputs.Select(input => input.Shape)));

    [Theory]
    [InlineData("images", "'images' has no name and sizes")]
    [InlineData("images=1x3x0x1", "'0' in 'images=1x3x0x1' is not a size from 1 on")]
    [InlineData("images=1x3x-4x1", "'-4' in 'images=1x3x-4x1' is not a size from 1 on")]
    [InlineData("images=1x3x99999999999x1", "'99999999999' in 'images=1x3x99999999999x1' is not a size from 1 on")]
    [InlineData("images=1x3", "input 'images' has the shape Nx3xheightxwidth, another number of dimensions")]
    [InlineData("images=1x4x8x8", "dimension 1 of input 'images' is fixed to 3 in the model")]
    [InlineData("images=1x3x8x8;mask=1x9", "'width' would be both 8 and 9")]
    [InlineData("width=8;width=9", "'width' is given twice")]
    [InlineData("depth=8", "'depth' is no input and no symbol of this model. Inputs: 'images', 'mask'; symbols: 'N', 'height', 'width'")]
    public void A_wrong_option_is_an_error_that_says_what_is_wrong(string option, string message)
    {
        var diagnostic = Pictures.Import(option).Diagnostics.First(d => d.Id == "EC0021");
        Assert.Equal($"EdgeCompileInputShapes=\"{option}\": {message}. "
            + "Write shapes as images=1x3x416x416, or sizes of symbols as N=1, separated by semicolons.", diagnostic.Message);
    }

    [Fact]
    public void What_is_still_open_is_an_error_with_an_example_that_works()
    {
        var (model, diagnostics) = Pictures.Import();
        Assert.Null(model!.Graph);
        Assert.Equal(["EC0009", "EC0008", "EC0008"], diagnostics.Select(d => d.Id));
        Assert.Equal("input 'images' has the shape Nx3xheightxwidth, and EdgeCompile needs a number for each dimension. "
            + "Say which, for example EdgeCompileInputShapes=\"images=1x3x224x224;mask=1x224\".", diagnostics[1].Message);
        Assert.Equal("images: float32[1x3x224x224]", Pictures.ImportGraph("images=1x3x224x224;mask=1x224").Inputs[0].ToString());
    }

    [Fact]
    public void The_example_keeps_what_is_given_already()
    {
        var (_, diagnostics) = new ModelBuilder().Input("x", 1, "a").Input("y", 1, "b").Import("x=1x5");
        Assert.EndsWith("EdgeCompileInputShapes=\"x=1x5;y=1x16\".", Assert.Single(diagnostics).Message);
    }

    [Fact]
    public void The_example_knows_channels_last_and_sequences()
    {
        Assert.EndsWith("EdgeCompileInputShapes=\"x=1x224x224x3\".", Open("N", "h", "w", 3));
        Assert.EndsWith("EdgeCompileInputShapes=\"x=1x16x80\".", Open("N", "length", 80));

        static string Open(params object?[] dimensions) => new ModelBuilder().Input("x", dimensions).Import()
            .Diagnostics.Single(d => d.Id == "EC0008").Message;
    }

    [Theory]
    [InlineData("N")]
    [InlineData(-1)]
    [InlineData(null)]
    public void An_open_batch_is_one_and_says_so(object? batch)
    {
        var (model, diagnostics) = new ModelBuilder().Input("x", batch, 4).Node("Relu", ["x"], ["y"]).Output("y").Import();
        Assert.Equal("1x4", model!.Graph!.Inputs[0].Shape.ToString());
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal((Severity.Info, "EC0009"), (diagnostic.Severity, diagnostic.Id));
        Assert.EndsWith("set EdgeCompileInputShapes=\"x=1x4\".", diagnostic.Message);
    }

    [Fact]
    public void An_input_without_any_shape_takes_the_given_one()
    {
        var builder = new ModelBuilder().Input("x").Node("Relu", ["x"], ["y"]).Output("y")
            .Change(model => model.Graph.Input[0].Type.TensorType.Shape = null);
        Assert.Equal("EC0008", Assert.Single(builder.Import().Diagnostics).Id);
        Assert.Equal("2x3", builder.ImportGraph("x=2x3").Outputs[0].Shape.ToString());
    }

    [Fact]
    public void A_shape_beyond_what_a_tensor_can_hold_is_refused() =>
        Assert.Equal("input 'images': shape [65536, 3, 4096, 4096] has more than 2^31-1 elements.",
            Assert.Single(Pictures.Import("images=65536x3x4096x4096").Diagnostics, d => d.Id == "EC0007").Message);
}
