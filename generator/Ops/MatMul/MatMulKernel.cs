using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// a times b as a tiled product: rows of a are the pixels, columns of b the channels. What b is, constant or not, decides how it is read.
/// </summary>
abstract class MatMulKernel(MatMulShape shape, Value a, Value y) : ProductKernel
{
    protected MatMulShape Product { get; } = shape;
    protected Value A { get; } = a;

    public override Value Left => A;
    public override IReadOnlyList<Value> Inputs => [A];
    public override IReadOnlyList<Value> Outputs => [y];
    public override long MultiplyAdds => (long)y.Shape.Count * Product.K;
    public override int OutputUnitAxis => y.Shape.Rank - 1;
    public override IReadOnlyList<int> PreferredOrder => [.. Enumerable.Range(0, y.Shape.Rank)];
    public override bool TakesEpilogue => true;

    public override void Emit(KernelWriter writer)
    {
        Operand input = writer[A], output = writer[Results[0]];
        var (rank, none) = (input.Shape.Rank, new PixelLoop(-1, 1, 0));
        var strides = input.Layout.Strides;
        var pixels = Product.Batch.Dimensions.Select((_, axis) => new PixelLoop(axis, Product.Batch[axis],
            Product.StepOf(input.Layout, Product.BatchA, axis))).ToList();
        if (!Product.VectorA) pixels.Add(new(pixels.Count, Product.M, strides[Product.TransposeA ? rank - 1 : rank - 2]));
        if (SameForAllBatches) MatMulWalk.MergeRows(pixels, writer, output, Epilogue);
        // Where b changes with the batch, all batch axes stay outside of the tiles.
        else if (Product.VectorA) pixels.AddRange([none, none]);
        else pixels.Insert(pixels.Count - 1, none);
        while (pixels.Count < 2) pixels.Insert(0, none);
        var depthStep = strides[Product.TransposeA ? rank - 2 : rank - 1];
        new TiledProduct
        {
            Input = input,
            Output = output,
            ChannelAxis = output.Shape.Rank - 1,
            Outer = [.. pixels.Take(pixels.Count - 2)],
            Row = pixels[pixels.Count - 2],
            Column = pixels[pixels.Count - 1],
            Depth = [new(Product.K, depthStep)],
            PlaceOfDepth = k => k * depthStep,
            Weights = Weigh(writer),
            Dots = Dots(writer),
            Epilogue = Epilogue,
        }.Write(writer, Name);
    }

    /// <summary>How b is read.</summary>
    protected abstract ProductWeights Weigh(KernelWriter writer);

    /// <summary>The matrix's columns one behind the other, if dot products of rows and columns may be quicker.</summary>
    protected virtual string? Dots(KernelWriter writer) => null;

    /// <summary>Whether a batch's rows may go on in the next batch, as far as b is concerned.</summary>
    protected abstract bool SameForAllBatches { get; }
}
