using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// A model whose metadata says that it detects, in the layout of Ultralytics' exporter: one picture [1, 3, height, width] in, one tensor
/// [1, 4 + labels, anchors] out, whose columns are a box (centre, width, height in network pixels) and a score for each label.
/// </summary>
/// <param name="Labels">The names of the labels, by index.</param>
sealed record DetectionTask(EquatableArray<string> Labels)
{
    /// <summary>The task, or null where the model is no detector or its tensors and its metadata contradict each other.</summary>
    public static DetectionTask? Of(ModelSignature model, IReadOnlyDictionary<string, string> metadata) =>
        IsDeclared(metadata) && Fault(model, metadata) is null ? new(LabelNames.Parse(metadata["names"])!.ToEquatableArray()) : null;

    /// <summary>Whether the metadata says that the model detects.</summary>
    public static bool IsDeclared(IReadOnlyDictionary<string, string> metadata) => metadata.TryGetValue("task", out var task) && task == "detect";

    /// <summary>Why a model that declares itself a detector gets no typed API; null where it does.</summary>
    public static string? Fault(ModelSignature model, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("names", out var names)) return "'names' is missing";
        if (LabelNames.Parse(names) is not { Count: > 0 } labels) return "'names' is not a dictionary of the form {0: 'first', 1: 'second'}";
        if (model.Inputs.Count != 1 || model.Inputs[0] is not { Element: ElementType.Float32, Shape: { IsStatic: true, Rank: 4 } picture })
            return "the input is not one float32 tensor of four dimensions";
        if (picture[0] != 1 || picture[1] != 3 || picture[2] < 1 || picture[3] < 1) return $"the input {picture} is not a picture 1x3xHxW";
        if (model.Outputs.Count != 1 || model.Outputs[0] is not { Element: ElementType.Float32, Shape: { IsStatic: true, Rank: 3 } boxes })
            return "the output is not one float32 tensor of three dimensions";
        return boxes[0] == 1 && boxes[1] == 4 + labels.Count ? null
            : $"the output {boxes} does not fit {labels.Count} labels (1x{4 + labels.Count}xN is wanted)";
    }
}
