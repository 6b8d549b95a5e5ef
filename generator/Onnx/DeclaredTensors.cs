using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>
/// Inputs and outputs as the file states them, unchecked: all that is known of a model that did not compile, and enough to give its class
/// the methods that the user's code calls.
/// </summary>
static class DeclaredTensors
{
    /// <summary>Inputs without those that have an initialiser.</summary>
    public static IReadOnlyList<(string Name, ElementType Element, Shape? Shape)> Inputs(GraphProto graph)
    {
        var constants = new HashSet<string>(graph.Initializer.Select(tensor => tensor.Name), StringComparer.Ordinal);
        return [.. graph.Input.Where(input => !constants.Contains(input.Name)).Select(Of)];
    }

    public static IReadOnlyList<(string Name, ElementType Element, Shape? Shape)> Outputs(GraphProto graph) => [.. graph.Output.Select(Of)];

    static (string Name, ElementType Element, Shape? Shape) Of(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        var element = (ElementType)(tensor?.ElemType ?? 0);
        return (value.Name, element == ElementType.Undefined ? ElementType.Float32 : element, ShapeOf(tensor?.Shape));
    }

    static Shape? ShapeOf(TensorShapeProto? shape)
    {
        const int MostDimensions = 16;
        if (shape is null || shape.Dim.Count > MostDimensions) return null;
        long count = 1;
        foreach (var dimension in shape.Dim)
        {
            if (dimension.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || dimension.DimValue is < 0 or > int.MaxValue) return null;
            count *= dimension.DimValue;
            if (count > int.MaxValue) return null;
        }
        return new(shape.Dim.Select(dimension => (int)dimension.DimValue));
    }
}
