using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes the end of a tile: the epilogue and the stores of exactly the channels that there are. A cheap epilogue is applied to the
/// accumulators; a costly one would push them out of their registers, so it runs over the stored tile, which is still in the nearest cache.
/// </summary>
sealed class TileStore(KernelWriter writer, TiledProduct product, PixelBlock pixels, ChannelBlock channels, string[] axes)
{
    readonly CodeWriter _code = writer.Code;
    readonly bool _second = product.Epilogue is { } epilogue && VectorCode.IsCostly(epilogue.Expression);

    string RowIndex => pixels.Rows.Index("row");
    string ColumnIndex => pixels.Columns.Index("column");
    int RowStep => product.Row.Axis < 0 ? 0 : product.Output.Layout.Strides[product.Row.Axis];
    int ColumnStep => product.Column.Axis < 0 ? 0 : product.Output.Layout.Strides[product.Column.Axis];

    public void Write()
    {
        for (var row = 0; row < pixels.Rows.Step; row++)
            for (var column = 0; column < pixels.Columns.Step; column++)
                WritePixel(row, column);
        if (_second) WriteSecondPass();
    }

    void WritePixel(int row, int column)
    {
        var pixel = row * pixels.Columns.Step + column;
        foreach (var (accumulator, channel, lanes) in Parts(v => TileWriter.Accumulator(pixel, v)))
        {
            var value = accumulator;
            if (!_second && product.Epilogue is { } epilogue)
                value = Apply(epilogue, value, channel, lanes, Plus(RowIndex, row), Plus(ColumnIndex, column));
            Store(value, lanes, Number(row * RowStep + column * ColumnStep + channel));
        }
    }

    void WriteSecondPass()
    {
        using var rows = LoopInTile("tileRow", RowIndex, pixels.Rows.Step, out var row);
        using var columns = LoopInTile("tileColumn", ColumnIndex, pixels.Columns.Step, out var column);
        var place = Sum([(pixels.Rows.Step > 1 ? "(tileRow" + Minus(RowIndex) : "0", RowStep), (pixels.Columns.Step > 1 ? "(tileColumn" + Minus(ColumnIndex) : "0", ColumnStep)]);
        foreach (var (_, channel, lanes) in Parts(_ => ""))
        {
            var stored = writer.Local("stored");
            _code.Line($"var {stored} = {Isa.LaneClass(lanes)}.Load(ref py, {Plus(place, channel)});");
            Store(Apply(product.Epilogue!, stored, channel, lanes, row, column), lanes, Plus(place, channel));
        }
    }

    static string Minus(string index) => index == "0" ? ")" : $" - {index})";

    IDisposable? LoopInTile(string name, string from, int steps, out string index)
    {
        index = steps > 1 ? name : from;
        return steps > 1 ? _code.Braces($"for (nint {name} = {from}; {name} < {Plus(from, steps)}; {name}++)") : null;
    }

    /// <summary>The stored parts of a pixel's vectors.</summary>
    IEnumerable<(string Value, int Channel, int Lanes)> Parts(Func<int, string> vector) =>
        Enumerable.Range(0, channels.Vectors).SelectMany(v =>
            KernelText.Parts(vector(v), channels.Lanes, channels.Stored - v * channels.Lanes, v * channels.Lanes));

    string Apply(Epilogue epilogue, string value, int channel, int lanes, string row, string column)
    {
        var at = (string[])axes.Clone();
        if (product.Row.Axis >= 0) at[product.Row.Axis] = row;
        if (product.Column.Axis >= 0) at[product.Column.Axis] = column;
        at[product.ChannelAxis] = Plus(axes[product.ChannelAxis], channel);
        return new VectorCode(writer, lanes, product.ChannelAxis, at).Write(epilogue.Expression, value);
    }

    void Store(string value, int lanes, string address) => _code.Line($"{Isa.LaneClass(lanes)}.Store({value}, ref py, {address});");
}
