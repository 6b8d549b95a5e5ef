using System.Runtime.InteropServices;

namespace EdgeCompile.Ir;

/// <summary>
/// A tensor with its numbers: what initialisers hold and the interpreter computes with. Elements are row-major, little-endian bytes
/// (types below a byte take a byte each); strings are kept apart.
/// </summary>
sealed class Tensor : Datum, IEquatable<Tensor>
{
    Tensor(ElementType element, Shape shape, byte[] bytes, string[] strings)
    {
        Element = element;
        Shape = shape;
        Bytes = bytes;
        Strings = strings;
    }

    /// <summary>A tensor of zeros (or empty strings).</summary>
    public Tensor(ElementType element, Shape shape)
        : this(element, shape, new byte[checked(shape.Count * element.Size())],
            element == ElementType.String ? [.. Enumerable.Repeat("", shape.Count)] : []) { }

    /// <summary>Wraps row-major little-endian bytes; their number must fit the shape.</summary>
    public Tensor(ElementType element, Shape shape, byte[] bytes) : this(element, shape, bytes, [])
    {
        if (bytes.LongLength != (long)shape.Count * element.Size())
            throw new ModelException($"a tensor of {element.Text()}[{shape}] takes {(long)shape.Count * element.Size()} bytes, not {bytes.LongLength}");
    }

    public Tensor(Shape shape, string[] strings) : this(ElementType.String, shape, [], strings)
    {
        if (strings.Length != shape.Count) throw new ModelException($"a tensor of string[{shape}] takes {shape.Count} strings, not {strings.Length}");
    }

    public ElementType Element { get; }
    public Shape Shape { get; }
    public byte[] Bytes { get; }
    public string[] Strings { get; }
    public TensorType Type => new(Element, Shape);
    public int Count => Shape.Count;

    /// <summary>The elements in place, as the C# type of the same size (float for Float32, sbyte for Int8, …).</summary>
    public Span<T> Span<T>() where T : struct => MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());

    public static Tensor Of<T>(ElementType element, Shape shape, params T[] items) where T : struct =>
        new(element, shape, MemoryMarshal.AsBytes(items.AsSpan()).ToArray());

    public static Tensor Floats(Shape shape, params float[] items) => Of(ElementType.Float32, shape, items);
    public static Tensor Longs(params long[] items) => Of(ElementType.Int64, new Shape(items.Length), items);
    public static Tensor LongScalar(long item) => Of(ElementType.Int64, Shape.Scalar, item);

    /// <summary>The same elements under another shape of the same count.</summary>
    public Tensor Reshape(Shape shape) => new(Element, shape, Bytes, Strings);

    ModelException NoNumber => new($"elements of {Element.Text()} are no numbers");

    /// <summary>An element as a double; exact for all types but 64-bit integers beyond 2^53.</summary>
    /// <exception cref="ModelException">The elements are strings or complex.</exception>
    public double GetDouble(int index) => Element switch
    {
        ElementType.Float32 => Span<float>()[index],
        ElementType.Float64 => Span<double>()[index],
        ElementType.UInt64 => Span<ulong>()[index],
        _ when Element.IsFloat() => SmallFloats.ToDouble(Element, Element.Size() == 2 ? Span<ushort>()[index] : Bytes[index]),
        _ when Element.IsInteger() || Element == ElementType.Bool => GetInt64(index),
        _ => throw NoNumber,
    };

    /// <summary>
    /// Stores a double, rounded to the element type: half to even for floats, truncated and wrapped for integers, not zero for bool.
    /// </summary>
    public void SetDouble(int index, double value)
    {
        switch (Element)
        {
            case ElementType.Float32: Span<float>()[index] = (float)value; break;
            case ElementType.Float64: Span<double>()[index] = value; break;
            case ElementType.UInt64: Span<ulong>()[index] = unchecked((ulong)value); break;
            case ElementType.Bool: Bytes[index] = value != 0 ? (byte)1 : (byte)0; break;
            case var type when type.IsFloat():
                var bits = SmallFloats.FromDouble(type, value);
                if (type.Size() == 2) Span<ushort>()[index] = (ushort)bits; else Bytes[index] = (byte)bits;
                break;
            default: SetInt64(index, unchecked((long)value)); break;
        }
    }

    /// <summary>An element as a 64-bit integer: exact for integers and bool (a uint64 keeps its bits), truncated for floats.</summary>
    public long GetInt64(int index) => Element switch
    {
        ElementType.Int64 => Span<long>()[index],
        ElementType.UInt64 => unchecked((long)Span<ulong>()[index]),
        ElementType.Int32 => Span<int>()[index],
        ElementType.UInt32 => Span<uint>()[index],
        ElementType.Int16 => Span<short>()[index],
        ElementType.UInt16 => Span<ushort>()[index],
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => (sbyte)Bytes[index],
        ElementType.UInt8 or ElementType.Bool or ElementType.UInt4 or ElementType.UInt2 => Bytes[index],
        _ => unchecked((long)GetDouble(index)),         // refuses what is no number
    };

    /// <summary>Stores an integer, wrapped to the element type.</summary>
    public void SetInt64(int index, long value)
    {
        unchecked
        {
            switch (Element)
            {
                case ElementType.Int64: Span<long>()[index] = value; break;
                case ElementType.UInt64: Span<ulong>()[index] = (ulong)value; break;
                case ElementType.Int32: Span<int>()[index] = (int)value; break;
                case ElementType.UInt32: Span<uint>()[index] = (uint)value; break;
                case ElementType.Int16: Span<short>()[index] = (short)value; break;
                case ElementType.UInt16: Span<ushort>()[index] = (ushort)value; break;
                case ElementType.Bool: Bytes[index] = value != 0 ? (byte)1 : (byte)0; break;
                case var type when type.Size() == 1 && !type.IsFloat(): Bytes[index] = (byte)value; break;
                case var type when type.IsFloat(): SetDouble(index, value); break;
                default: throw NoNumber;
            }
        }
    }

    public float[] ToFloats()
    {
        var floats = new float[Count];
        if (Element == ElementType.Float32) Span<float>().CopyTo(floats);
        else for (var i = 0; i < floats.Length; i++) floats[i] = (float)GetDouble(i);
        return floats;
    }

    public long[] ToLongs()
    {
        var longs = new long[Count];
        for (var i = 0; i < longs.Length; i++) longs[i] = GetInt64(i);
        return longs;
    }

    public bool Equals(Tensor? other) => other is not null && Element == other.Element && Shape.Equals(other.Shape)
        && Bytes.AsSpan().SequenceEqual(other.Bytes) && Strings.AsSpan().SequenceEqual(other.Strings);
    public override bool Equals(object? obj) => Equals(obj as Tensor);
    public override int GetHashCode() => unchecked((int)Element * 31 + Shape.GetHashCode());
    public override string ToString() => Type.ToString();
}
