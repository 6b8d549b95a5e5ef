using EdgeCompile.Ir;
using Dimension = EdgeCompile.Onnx.TensorShapeProto.Types.Dimension;

namespace EdgeCompile.Onnx;

/// <summary>Values of EdgeCompileInputShapes that would do for a model, with likely sizes where the model leaves them open; for messages.</summary>
sealed class InputShapesExample(Symbols symbols)
{
    /// <summary>An open height or width: a size that most networks for pictures accept.</summary>
    const int Pixels = 224;
    const int Length = 16;

    readonly Dictionary<string, int> _guesses = new(StringComparer.Ordinal);

    /// <summary>Shapes for all of the inputs, in which each symbol has one size.</summary>
    public string Of(IEnumerable<ValueInfoProto> inputs) => string.Join(";", inputs.Select(input => InputShapes.Text(input.Name, Sizes(input))));

    int[] Sizes(ValueInfoProto input)
    {
        if (input.Type.TensorType.Shape is not { } shape) return [1, 3, Pixels, Pixels];
        var sizes = new int[shape.Dim.Count];
        for (var axis = 0; axis < sizes.Length; axis++) sizes[axis] = Known(shape.Dim[axis]) ?? Guess(shape.Dim, axis);
        return sizes;
    }

    int Guess(IReadOnlyList<Dimension> shape, int axis)
    {
        // Pictures are NCHW, or NHWC where the last dimension is fixed to the channels.
        var size = axis == 0 ? 1 : shape.Count < 4 ? Length : axis == 1 && Known(shape[3]) is not <= 4 ? 3 : Pixels;
        var symbol = shape[axis].DimParam;
        if (symbol.Length == 0) return size;
        if (!_guesses.ContainsKey(symbol)) _guesses.Add(symbol, size);
        return _guesses[symbol];
    }

    int? Known(Dimension dimension) => dimension.DimValue > int.MaxValue ? null : symbols.Size(dimension);
}
