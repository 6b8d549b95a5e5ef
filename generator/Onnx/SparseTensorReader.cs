using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>A sparse tensor of the file to a dense one; what it does not list is 0.</summary>
static class SparseTensorReader
{
    /// <summary>A few bytes can name a huge shape; a model whose dense tensors are larger than this does not fit a device.</summary>
    const long LargestDense = 1L << 28;

    public static Tensor Read(SparseTensorProto sparse, TensorReader reader)
    {
        if (sparse.Values is null || sparse.Indices is null) throw new ModelException("a sparse tensor lacks its values or its indices");
        var values = reader.Read(sparse.Values);
        var indices = reader.Read(sparse.Indices);
        var shape = TensorReader.Shape(sparse.Dims);
        if (values.Element == ElementType.String || values.Shape.Rank != 1)
            throw new ModelException($"the values of a sparse tensor are {values.Type}");
        if ((long)shape.Count * values.Element.Size() > LargestDense)
            throw new ModelException($"the sparse tensor {shape} takes more than {LargestDense} bytes");

        var isLinear = indices.Shape.Rank == 1;
        var isWanted = isLinear ? indices.Shape[0] == values.Count : indices.Shape.Equals(new Shape(values.Count, shape.Rank));
        if (indices.Element != ElementType.Int64 || !isWanted)
            throw new ModelException($"the indices of {values.Count} sparse values are {indices.Type}");

        var dense = new byte[shape.Count * values.Element.Size()];
        var size = values.Element.Size();
        var numbers = indices.Span<long>();
        for (var i = 0; i < values.Count; i++)
        {
            var position = isLinear ? Within(numbers[i], shape.Count) : Position(numbers.Slice(i * shape.Rank, shape.Rank), shape);
            values.Bytes.AsSpan(i * size, size).CopyTo(dense.AsSpan(position * size));
        }
        return new Tensor(values.Element, shape, dense);
    }

    static int Position(Span<long> index, Shape shape)
    {
        var position = 0;
        for (var axis = 0; axis < shape.Rank; axis++) position = position * shape[axis] + Within(index[axis], shape[axis]);
        return position;
    }

    static int Within(long index, int size) =>
        index >= 0 && index < size ? (int)index : throw new ModelException($"sparse index {index} is outside of {size} elements");
}
