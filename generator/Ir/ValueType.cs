namespace EdgeCompile.Ir;

/// <summary>What a value is: a tensor, a sequence, or an optional of one.</summary>
abstract record ValueType;

/// <summary>A tensor's element type and shape. What the integers of a quantised one stand for is said by the nodes that read and make it.</summary>
sealed record TensorType(ElementType Element, Shape Shape) : ValueType
{
    public long Bytes => (long)Shape.Count * Element.Size();
    public override string ToString() => $"{Element.Text()}[{(Shape.Rank == 0 ? "" : Shape.ToString())}]";
}

sealed record SequenceType(ValueType Element) : ValueType
{
    public override string ToString() => $"seq({Element})";
}

sealed record OptionalType(ValueType Element) : ValueType
{
    public override string ToString() => $"optional({Element})";
}
