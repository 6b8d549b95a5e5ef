using System.CommandLine;

namespace EdgeCompile.Tool;

/// <summary>What the commands that work on a model have in common.</summary>
static class ModelArgument
{
    public static Argument<string> Model() => new("MODEL")
    {
        Description = "An .onnx file, a folder that holds one, or the name of a model in ../shared/zoo.",
    };

    public static Option<string> InputShapes() => new("--input-shapes")
    {
        Description = "Sizes that the model leaves open, as EdgeCompileInputShapes has them: images=1x3x416x416;mask=1x8, or N=1.",
        HelpName = "S",
        DefaultValueFactory = _ => "",
    };
}
