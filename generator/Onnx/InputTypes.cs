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
    /// <summary>The types in the inputs' order; null for an input that a diagnostic has been made for.</summary>
    public IReadOnlyList<Ir.ValueType?> Resolve(IReadOnlyList<ValueInfoProto> inputs)
    {
        var given = Given(inputs);
        foreach (var input in inputs) DefaultBatch(input, given);
        var open = new List<ValueInfoProto>();
        var types = inputs.Select(input => Resolve(input, given, open)).ToArray();
        var example = given.Select(shape => InputShapes.Text(shape.Key, shape.Value)).Append(new InputShapesExample(symbols).Of(open));
        foreach (var input in open)
            diagnostics.Report(Rules.UnresolvedDimension, -1, Quote(input.Name), Symbols.Text(ShapeOf(input)), string.Join(";", example));
        return types;
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
        diagnostics.Report(Rules.BatchDefaulted, -1, Quote(input.Name), Symbols.Text(ShapeOf(input)), new InputShapesExample(symbols).Of([input]));
    }

    /// <summary>The type; null for a refused input, and for one whose shape is open, which is added to <paramref name="open"/>.</summary>
    Ir.ValueType? Resolve(ValueInfoProto input, Dictionary<string, int[]> given, List<ValueInfoProto> open)
    {
        try
        {
            if (input.Type?.ValueCase != TypeProto.ValueOneofCase.TensorType)
                return symbols.Type(input.Type)
                    ?? throw new ModelException("it has no static type, and EdgeCompileInputShapes fixes those of tensors only");
            if (SizesOf(input, given) is { } sizes) return new TensorType(TensorReader.Element(input.Type.TensorType.ElemType), new Shape(sizes));
            open.Add(input);
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

    int? SizeOrNull(Dimension dimension) => dimension.DimValue > int.MaxValue ? null : symbols.Size(dimension);
    static TensorShapeProto? ShapeOf(ValueInfoProto input) => input.Type?.TensorType?.Shape;
    static Dimension[] Dimensions(ValueInfoProto input) => ShapeOf(input)?.Dim.ToArray() ?? [];
}
