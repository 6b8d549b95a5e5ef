using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>How a convolution's pixels and taps lie for a product in tiles, of floats or of bytes.</summary>
sealed class ConvWalk
{
    /// <param name="shape">The convolution.</param>
    /// <param name="writer">The method, which knows how operands lie.</param>
    /// <param name="input">The activations.</param>
    /// <param name="output">The result.</param>
    /// <param name="epilogue">What is applied to it, if anything.</param>
    public ConvWalk(ConvShape shape, KernelWriter writer, Operand input, Operand output, Epilogue? epilogue)
    {
        var (strides, axes) = (input.Layout.Strides, shape.SpatialAxes);
        var pixels = Enumerable.Range(0, axes)
            .Select(axis => new PixelLoop(axis + 2, shape.Output[axis], strides[axis + 2] * shape.Strides[axis])).ToList();
        if (Merges())
        {
            // Both as one: the inner axis, walked beyond its end.
            var inner = pixels[axes - 1];
            pixels.RemoveRange(axes - 2, 2);
            pixels.Add(inner with { Extent = inner.Extent * shape.Output[axes - 2] });
        }
        // A picture one pixel wide is walked down.
        else if (axes > 1 && pixels[axes - 1].Extent == 1) pixels.Reverse(axes - 2, 2);
        if (pixels.Count == 1) pixels.Insert(0, new(-1, 1, 0));
        Outer = [new(0, shape.Batch, strides[0]), .. pixels.Take(pixels.Count - 2)];
        (Row, Column) = (pixels[pixels.Count - 2], pixels[pixels.Count - 1]);
        Taps = [.. Enumerable.Range(0, axes).Select(axis => new DepthLoop(shape.Kernel[axis], strides[axis + 2] * shape.Dilations[axis]))];
        Origin = -Enumerable.Range(0, axes).Sum(axis => shape.Pads[axis] * strides[axis + 2]);
        GroupStep = shape.GroupInputs * strides[1];

        // Whether the last spatial axis goes on where the one before it ends, for all that is read and written.
        bool Merges()
        {
            int inner = axes + 1, outer = inner - 1;
            return shape.KeepsPlaces && axes > 1
                && input.Layout.Merges(input.Shape, outer, inner)
                && output.Layout.Merges(output.Shape, outer, inner)
                && EpilogueAxes.Merges(epilogue, writer, outer, inner);
        }
    }

    /// <summary>The loops outside of the tiles: pictures, and what spatial axes there are beyond two.</summary>
    public IReadOnlyList<PixelLoop> Outer { get; }
    public PixelLoop Row { get; }
    public PixelLoop Column { get; }
    /// <summary>A loop over the taps for each spatial axis.</summary>
    public IReadOnlyList<DepthLoop> Taps { get; }
    /// <summary>Where the first tap of the first pixel lies.</summary>
    public int Origin { get; }
    /// <summary>How far the next group's input channels are.</summary>
    public int GroupStep { get; }
}
