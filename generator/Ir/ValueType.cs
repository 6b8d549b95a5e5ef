using EdgeCompile.Support;

namespace EdgeCompile.Ir;

/// <summary>What a value is: a tensor, a sequence, or an optional of one.</summary>
abstract record ValueType;

/// <summary>A tensor's element type, shape and, for quantised tensors, the scale and zero point that give its numbers their meaning.</summary>
sealed record TensorType(ElementType Element, Shape Shape, Quantization? Quantization = null) : ValueType
{
    public long Bytes => (long)Shape.Count * Element.Size();
    public override string ToString() => $"{Element.Text()}[{(Shape.Rank == 0 ? "" : Shape.ToString())}]{Quantization}";
}

/// <summary>real = scale * (stored - zero point), per tensor or along one axis.</summary>
sealed record Quantization(EquatableArray<float> Scale, EquatableArray<int> ZeroPoint, int Axis = -1)
{
    public override string ToString() => $" q{Scale}{ZeroPoint}";
}

sealed record SequenceType(ValueType Element) : ValueType
{
    public override string ToString() => $"seq({Element})";
}

sealed record OptionalType(ValueType Element) : ValueType
{
    public override string ToString() => $"optional({Element})";
}
