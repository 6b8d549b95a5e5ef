using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>How the rows of matrix products lie for a product in tiles, of floats or of bytes.</summary>
static class MatMulWalk
{
    /// <summary>How far a step of a batch axis moves in an operand, whose own batch axes may be fewer or 1.</summary>
    public static int StepOf(this MatMulShape shape, Layout layout, Shape batches, int axis)
    {
        var own = axis - (shape.Batch.Rank - batches.Rank);
        return own < 0 || batches[own] == 1 ? 0 : layout.Strides[own];
    }

    /// <summary>The rows of all batches as one axis, where they lie so in all that is read and written.</summary>
    public static void MergeRows(List<PixelLoop> pixels, KernelWriter writer, Operand output, Epilogue? epilogue)
    {
        if (pixels.Count < 2) return;
        PixelLoop outer = pixels[pixels.Count - 2], inner = pixels[pixels.Count - 1];
        if (outer.InputStep != inner.InputStep * inner.Extent || !output.Layout.Merges(output.Shape, outer.Axis, inner.Axis)
            || !EpilogueAxes.Merges(epilogue, writer, outer.Axis, inner.Axis)) return;
        pixels.RemoveRange(pixels.Count - 2, 2);
        pixels.Add(inner with { Extent = inner.Extent * outer.Extent });
    }
}
