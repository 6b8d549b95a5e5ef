using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Dimension = EdgeCompile.Onnx.TensorShapeProto.Types.Dimension;

namespace EdgeCompile.Harness;

/// <summary>The sizes that a model leaves open and its test data show: cases of different sizes are cases of different compiled models.</summary>
static class CaseShapes
{
    /// <summary>The data sets that one compilation serves, and what EdgeCompileInputShapes says for it.</summary>
    public sealed record Group(string InputShapes, IReadOnlyList<string> DataSets);

    /// <summary>Data sets of equal sizes together, in the order in which their sizes first occur.</summary>
    public static IReadOnlyList<Group> GroupsOf(string model, IEnumerable<string> dataSets)
    {
        using var stream = File.OpenRead(model);
        var open = OpenInputs(ModelProto.Parser.ParseFrom(stream).Graph);
        return [.. dataSets.GroupBy(dataSet => Of(dataSet, open)).Select(group => new Group(group.Key, [.. group]))];
    }

    /// <summary>The places and names of inputs with a dimension that the file does not fix.</summary>
    static List<(int Place, string Name)> OpenInputs(GraphProto graph)
    {
        var initialisers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        return [.. graph.Input.Where(input => !initialisers.Contains(input.Name)).Select((input, place) => (input, place))
            .Where(item => item.input.Type?.TensorType is { } tensor && (tensor.Shape?.Dim.Any(IsOpen) ?? true))
            .Select(item => (item.place, item.input.Name))];
    }

    static bool IsOpen(Dimension dimension) => dimension is not { HasDimValue: true, DimValue: >= 0 };

    static string Of(string dataSet, List<(int Place, string Name)> open)
    {
        var files = open.Count == 0 ? [] : ModelFolder.FilesOf(dataSet, "input");
        var type = new TensorType(ElementType.Undefined, Shape.Scalar);
        return string.Join(';', open.Where(input => input.Place < files.Count)
            .Select(input => (input.Name, Tensor: (Tensor)TestData.Read(files[input.Place], type)))
            .Where(input => input.Tensor.Shape.Rank > 0)
            .Select(input => InputShapes.Text(input.Name, input.Tensor.Shape.Sizes)));
    }
}
