using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Onnx;

/// <summary>The sizes of symbolic dimensions, as far as they are known, and the types that follow from them.</summary>
sealed class Symbols
{
    readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    public int? this[string symbol] => _sizes.TryGetValue(symbol, out var size) ? size : null;

    /// <summary>Gives a symbol its size, once.</summary>
    public void Bind(string symbol, int size)
    {
        if (_sizes.TryGetValue(symbol, out var known) && known != size) throw new ModelException($"'{symbol}' would be both {known} and {size}");
        _sizes[symbol] = size;
    }

    /// <summary>A dimension's size; null while it is open. Exporters write an unknown size as a negative one, or leave it out.</summary>
    public int? Size(TensorShapeProto.Types.Dimension dimension) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dimension.DimValue > int.MaxValue =>
            throw new ModelException($"dimension {dimension.DimValue} is more than 2^31-1"),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue => dimension.DimValue >= 0 ? (int)dimension.DimValue : null,
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam => this[dimension.DimParam],
        _ => null,
    };

    /// <summary>The type, or null if one of its dimensions, or its rank, is open.</summary>
    /// <exception cref="ModelException">It is a type that EdgeCompile has no values of.</exception>
    public Ir.ValueType? Type(TypeProto? type)
    {
        switch (type?.ValueCase)
        {
            case TypeProto.ValueOneofCase.TensorType:
                var sizes = type.TensorType.Shape?.Dim.Select(Size).ToArray();
                var element = TensorReader.Element(type.TensorType.ElemType);
                return sizes is null || sizes.Contains(null) ? null : new TensorType(element, new Shape(sizes.Select(size => size!.Value)));
            case TypeProto.ValueOneofCase.SequenceType:
                return Type(type.SequenceType.ElemType) is { } item ? new SequenceType(item) : null;
            case TypeProto.ValueOneofCase.OptionalType:
                return Type(type.OptionalType.ElemType) is { } inner ? new OptionalType(inner) : null;
            case TypeProto.ValueOneofCase.None or null:
                return null;
            default:
                throw new ModelException($"its type is a {type.ValueCase}, of which EdgeCompile has no values");
        }
    }

    /// <summary>A shape as the file has it, symbols by name and ? where there is not even one.</summary>
    public static string Text(TensorShapeProto? shape) => shape switch
    {
        null => "of unknown rank",
        { Dim.Count: 0 } => "scalar",
        _ => string.Join("x", shape.Dim.Select(dimension => dimension switch
        {
            { HasDimValue: true, DimValue: >= 0 } => CSharpText.Number(dimension.DimValue),
            { DimParam.Length: > 0 } => dimension.DimParam,
            _ => "?",
        })),
    };
}
