using EdgeCompile.Diagnostics;
using Google.Protobuf;

namespace EdgeCompile.Onnx;

/// <summary>Bytes of a file to the messages of ONNX, under limits that no honest model meets.</summary>
static class ModelReader
{
    /// <summary>Messages inside messages. A node with a subgraph adds three, so that about twenty subgraphs nest.</summary>
    public const int DeepestNesting = 64;

    static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>The model, or null with the reason in <paramref name="diagnostics"/>.</summary>
    public static ModelProto? Read(byte[] bytes, DiagnosticBag diagnostics)
    {
        if (bytes.AsSpan().StartsWith("version https://git-lfs"u8))
        {
            diagnostics.Report(Rules.NotAModel, -1, "the file is a Git LFS pointer; git lfs pull fetches the model");
            return null;
        }
        try
        {
            // The length of an array is at most 2^31-1, which is also the most that protobuf allows.
            var model = Parser.ParseFrom(CodedInputStream.CreateWithLimits(new MemoryStream(bytes, writable: false), int.MaxValue, DeepestNesting));
            if (model.Graph is not null) return model;
            diagnostics.Report(Rules.NotAModel, -1, bytes.Length == 0 ? "the file is empty" : "the file is no ONNX model: it has no graph");
        }
        catch (InvalidProtocolBufferException e) when (e.Message.IndexOf("nesting", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            diagnostics.Report(Rules.TooLarge, -1,
                $"the file nests messages more than {DeepestNesting} deep", "No exporter writes such a model; it may be damaged");
        }
        catch (InvalidProtocolBufferException e)
        {
            diagnostics.Report(Rules.NotAModel, -1, "the file is truncated or is no ONNX model: " + e.Message.TrimEnd('.'));
        }
        return null;
    }
}
