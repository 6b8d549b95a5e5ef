using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using static EdgeCompile.Diagnostics.MessageText;
using Dimension = EdgeCompile.Onnx.TensorShapeProto.Types.Dimension;

namespace EdgeCompile.Onnx;

/// <summary>
/// Gives each input of the model a static type: from the file, from EdgeCompileInputShapes, and with 1 for a first dimension that neither
/// says, because it is the batch in nearly every model. Anything else that is open is an error that shows how to close it.
/// </summary>
sealed class InputTypes(DiagnosticBag diagnostics, Symbols symbols, string inputShapes)
{
    /// <summary>What an example gives an open height or width; a size that most networks for pictures accept.</summary>
    const int ExamplePixels = 224;
    const int ExampleLength = 16;

    /// <summary>The types in the inputs' order; null for an input that a diagnostic has been made for.</summary>
    public IReadOnlyList<Ir.ValueType?> Resolve(IReadOnlyList<ValueInfoProto> inputs)
    {
        var given = Given(inputs);
        foreach (var input in inputs) DefaultBatch(input, given);
        return [.. inputs.Select(input => Resolve(input, given))];
    }

    /// <summary>The option's shapes by input; its symbols go to <see cref="Symbols"/>.</summary>
    Dictionary<string, int[]> Given(IReadOnlyList<ValueInfoProto> inputs)
    {
        var shapes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        try
        {
            foreach (var item in InputShapes.Parse(inputShapes))
            {
                var input = inputs.FirstOrDefault(input => input.Name == item.Name);
                var isSymbol = inputs.SelectMany(Dimensions).Any(dimension => dimension.DimParam == item.Name);
                if (input is not null && (ShapeOf(input) is null || Dimensions(input).Length == item.Sizes.Count))
                {
                    shapes[item.Name] = item.Sizes.Items;
                    BindSymbols(input, item.Sizes.Items);
                }
                else if (isSymbol && item.Sizes.Count == 1) symbols.Bind(item.Name, item.Sizes[0]);
                else throw new ModelException(input is not null
                    ? $"input {Quote(input.Name)} has the shape {Symbols.Text(ShapeOf(input))}, another number of dimensions"
                    : $"{Quote(item.Name)} is no input and no symbol of this model. Inputs: {Quote(inputs.Select(i => i.Name))}; "
                        + $"symbols: {Quote(inputs.SelectMany(Dimensions).Select(d => d.DimParam).Where(s => s.Length > 0).Distinct())}");
            }
        }
        catch (ModelException e)
        {
            diagnostics.Report(Rules.InvalidInputShapes, -1, inputShapes, e.Message);
        }
        return shapes;
    }

    void BindSymbols(ValueInfoProto input, int[] sizes)
    {
        var dimensions = Dimensions(input);
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            if (dimensions[axis].DimParam.Length > 0) symbols.Bind(dimensions[axis].DimParam, sizes[axis]);
            else if (symbols.Size(dimensions[axis]) is { } size && size != sizes[axis])
                throw new ModelException($"dimension {axis} of input {Quote(input.Name)} is fixed to {size} in the model");
        }
    }

    void DefaultBatch(ValueInfoProto input, Dictionary<string, int[]> given)
    {
        if (given.ContainsKey(input.Name)) return;
        if (Dimensions(input).FirstOrDefault() is not { DimValue: <= 0 } batch || SizeOrNull(batch) is not null) return;
        if (batch.DimParam.Length > 0) symbols.Bind(batch.DimParam, 1);
        diagnostics.Report(Rules.BatchDefaulted, -1, Quote(input.Name), Symbols.Text(ShapeOf(input)), Example(input));
    }

    Ir.ValueType? Resolve(ValueInfoProto input, Dictionary<string, int[]> given)
    {
        try
        {
            if (input.Type?.ValueCase == TypeProto.ValueOneofCase.TensorType && SizesOf(input, given) is { } sizes)
                return new TensorType(TensorReader.Element(input.Type.TensorType.ElemType), new Shape(sizes));
            if (input.Type?.ValueCase != TypeProto.ValueOneofCase.TensorType && symbols.Type(input.Type) is { } type) return type;
            diagnostics.Report(Rules.UnresolvedDimension, -1, Quote(input.Name), Symbols.Text(ShapeOf(input)), Example(input));
        }
        catch (ModelException e)
        {
            diagnostics.Report(Rules.NodeRefused, -1, $"input {Quote(input.Name)}", e.Message);
        }
        return null;
    }

    int[]? SizesOf(ValueInfoProto input, Dictionary<string, int[]> given)
    {
        if (given.TryGetValue(input.Name, out var shape)) return shape;
        if (ShapeOf(input) is null) return null;
        var sizes = Dimensions(input).Select((dimension, axis) => symbols.Size(dimension) ?? (axis == 0 ? 1 : -1)).ToArray();
        return sizes.Contains(-1) ? null : sizes;
    }

    /// <summary>A value of the option that would do, with likely sizes where the model leaves them open.</summary>
    string Example(ValueInfoProto input)
    {
        var dimensions = Dimensions(input);
        return InputShapes.Text(input.Name, ShapeOf(input) is null
            ? [1, 3, ExamplePixels, ExamplePixels]
            : dimensions.Select((dimension, axis) => SizeOrNull(dimension) ?? Likely(axis)));

        // Pictures are NCHW, or NHWC where the last dimension is fixed to the channels.
        int Likely(int axis) => axis == 0 ? 1
            : dimensions.Length < 4 ? ExampleLength
            : axis == 1 && SizeOrNull(dimensions[3]) is not <= 4 ? 3
            : ExamplePixels;
    }

    int? SizeOrNull(Dimension dimension) => dimension.DimValue > int.MaxValue ? null : symbols.Size(dimension);
    static TensorShapeProto? ShapeOf(ValueInfoProto input) => input.Type?.TensorType?.Shape;
    static Dimension[] Dimensions(ValueInfoProto input) => ShapeOf(input)?.Dim.ToArray() ?? [];
}
