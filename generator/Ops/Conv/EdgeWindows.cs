using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// How tiles read a picture that has no padding around it: those at its edges from a copy of what they cover, padding included, on the stack;
/// all others from the picture itself. A padded copy of a whole picture has left the near caches before it is read.
/// </summary>
/// <param name="shape">The convolution.</param>
/// <param name="input">The picture.</param>
/// <param name="on">The product on an input that lies otherwise, its first tap at the input's start.</param>
sealed class EdgeWindows(ConvShape shape, Operand input, Func<Operand, TiledProduct> on)
{
    const string Top = "top", Left = "left";

    /// <summary>The reference to the room.</summary>
    public const string Window = "window";

    /// <summary>A smaller picture is copied in no time, and most tiles of narrow ones are at an edge.</summary>
    const int LeastElements = 1 << 15, LeastColumns = 64;

    /// <summary>What a window may take of the stack.</summary>
    const int MostFloats = 1 << 12;

    /// <summary>Whether the picture is worth it: large, of few channels, its rows in one piece.</summary>
    public static bool Pay(ConvShape shape, Layout layout) =>
        shape.SpatialAxes == 2 && shape.Pads.All(pad => pad >= 0) && shape.Input.Aggregate(shape.InputChannels, (a, b) => a * b) >= LeastElements
        && shape.Output[1] >= LeastColumns && (IsPlanar(layout) || IsPacked(shape, layout))
        && shape.Input[0] >= Extent(shape, 0, 1) && shape.Input[1] >= Extent(shape, 1, Tiles.PixelsWanted)
        && shape.InputChannels * Extent(shape, 0, 1) * Extent(shape, 1, Tiles.PixelsWanted) <= MostFloats;

    /// <summary>Writes the room for a tile's window; once in a method, since it is cleared there, and given back at the method's end.</summary>
    public void Declare(CodeWriter code, IEnumerable<PixelBlock> blocks)
    {
        var pixels = blocks.Max(block => Rows(block) * Columns(block));
        code.Line($"global::System.Span<float> room = stackalloc float[{Number(shape.InputChannels * pixels)}];");
        code.Line($"ref float {Window} = ref MemoryMarshal.GetReference(room);");
    }

    /// <summary>Writes where a tile's window begins.</summary>
    public void Place(CodeWriter code, string row, string column)
    {
        code.Line($"int {Top} = {Sum([(row, shape.Strides[0])], -shape.Pads[0])};");
        code.Line($"int {Left} = {Sum([(column, shape.Strides[1])], -shape.Pads[1])};");
    }

    /// <summary>The C# of whether a tile's window lies within the picture; a negative place is a large unsigned one.</summary>
    public string IsInside(PixelBlock pixels) =>
        $"unchecked((uint){Top}) <= {Number(shape.Input[0] - Rows(pixels))} && unchecked((uint){Left}) <= {Number(shape.Input[1] - Columns(pixels))}";

    /// <summary>Writes the copy of a tile's window.</summary>
    public void Read(CodeWriter code, PixelBlock pixels, string picture)
    {
        var (strides, planar) = (input.Layout.Strides, IsPlanar(input.Layout));
        var (planes, planeStep) = planar ? (shape.InputChannels, strides[1]) : (1, 0);
        code.Line($"global::EdgeCompile.Runtime.PaddedWindow.Read(ref {picture}, ref {Window}, {Top}, {Left}, planes: {Number(planes)}, "
            + $"planeStep: {Number(planeStep)}, height: {Number(shape.Input[0])}, width: {Number(shape.Input[1])}, rowStep: {Number(strides[2])}, "
            + $"columnSize: {Number(planar ? 1 : shape.InputChannels)}, rows: {Number(Rows(pixels))}, columns: {Number(Columns(pixels))});");
    }

    /// <summary>The product on a tile's window; its rows and columns are all at 0.</summary>
    public TiledProduct Product(PixelBlock pixels)
    {
        var (rows, columns, channels) = (Rows(pixels), Columns(pixels), shape.InputChannels);
        var sizes = new Shape(1, channels, rows, columns);
        int[] strides = IsPlanar(input.Layout) ? [0, rows * columns, columns, 1] : [0, 1, columns * channels, channels];
        return on(new Operand(input.Value, Window, sizes, new(0, strides)));
    }

    int Rows(PixelBlock pixels) => Extent(shape, 0, pixels.Rows.Step);
    int Columns(PixelBlock pixels) => Extent(shape, 1, pixels.Columns.Step);

    /// <summary>What so many neighbouring outputs read along an axis.</summary>
    static int Extent(ConvShape shape, int axis, int outputs) =>
        (outputs - 1) * shape.Strides[axis] + (shape.Kernel[axis] - 1) * shape.Dilations[axis] + 1;

    static bool IsPlanar(Layout layout) => layout.Strides[3] == 1;

    static bool IsPacked(ConvShape shape, Layout layout) => layout.Strides[1] == 1 && layout.Strides[3] == shape.InputChannels;
}
