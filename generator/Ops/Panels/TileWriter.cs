using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes one tile: accumulators as locals, started from the bias; the loop over depth, which broadcasts inputs and streams weights;
/// then the epilogue and the stores. The loop variables outer0…, group, row, column and channel are in scope unless they are constant.
/// </summary>
sealed class TileWriter
{
    /// <summary>Multiply-adds in a pass of the depth loop that make its own instructions unimportant.</summary>
    const int WorkOfPass = 16;

    /// <summary>Multiply-adds up to which a short loop (the three colours of a picture) is written out.</summary>
    const int WorkWrittenOut = 96;

    readonly KernelWriter _writer;
    readonly CodeWriter _code;
    readonly TiledProduct _product;
    readonly PixelBlock _pixels;
    readonly ChannelBlock _channels;
    readonly string _group, _row, _column, _channel;
    readonly string _class;
    readonly int _chains;
    readonly int _unroll;

    public TileWriter(KernelWriter writer, TiledProduct product, PixelBlock pixels, ChannelBlock channels)
    {
        _writer = writer;
        _code = writer.Code;
        _product = product;
        _pixels = pixels;
        _channels = channels;
        _group = Cut.Whole(product.Weights.Groups).Index("group");
        _row = pixels.Rows.Index("row");
        _column = pixels.Columns.Index("column");
        _channel = channels.Channels.Index("channel");
        _class = Isa.LaneClass(channels.Lanes);
        var work = pixels.Pixels * channels.Vectors;
        var innermost = product.Depth[product.Depth.Count - 1].Extent;
        _chains = Tiles.Chains(pixels.Pixels, channels.Vectors, innermost);
        _unroll = innermost * work <= WorkWrittenOut ? innermost : Math.Min(innermost, Math.Max(_chains, (WorkOfPass + work - 1) / work));
    }

    public void Write()
    {
        var strides = _product.Output.Layout.Strides;
        var axes = AxisNames();
        if (Grouped) _code.Line($"var outputChannel = {Sum([("group", _product.Weights.Channels), (_channel, 1)])};");
        _code.Line($"ref var px = {Moved(_product.Input.Name, InputAddress)};");
        _code.Line($"ref var pw = {Moved(_product.Weights.Name, _product.Weights.Address([.. Outer.Select(outer => outer.Index)], _group, _channels.Channels))};");
        _code.Line($"ref var py = {Moved(_product.Output.Name, Sum(axes.Select((name, axis) => (name, strides[axis]))))};");
        WriteStart();
        WriteDepth(0);
        WriteChains();
        new TileStore(_writer, _product, _pixels, _channels, axes).Write();
    }

    bool Grouped => _product.Weights.Groups > 1;

    IEnumerable<(string Index, PixelLoop Loop)> Outer =>
        _product.Outer.Select((loop, i) => (Cut.Whole(loop.Extent).Index(TiledProduct.OuterName(i)), loop));

    string InputAddress => Sum(
        Outer.Select(outer => (outer.Index, outer.Loop.InputStep))
            .Concat([(_group, _product.GroupStep), (_row, _product.Row.InputStep), (_column, _product.Column.InputStep)]),
        _product.Origin);

    /// <summary>The C# of each output index of the tile's first element.</summary>
    string[] AxisNames()
    {
        var names = Enumerable.Repeat("0", _product.Output.Shape.Rank).ToArray();
        foreach (var (index, loop) in Outer.Concat([(_row, _product.Row), (_column, _product.Column)]))
            if (loop.Axis >= 0) names[loop.Axis] = index;
        names[_product.ChannelAxis] = Grouped ? "outputChannel" : _channel;
        return names;
    }

    void WriteStart()
    {
        for (var v = 0; v < _channels.Vectors; v++)
        {
            var bias = _product.Bias is null ? _class + ".Zero"
                : $"{_class}.Load(ref {_product.Bias}, {Plus(Sum([(_group, _product.Weights.PaddedChannels), (_channel, 1)]), v * _channels.Lanes)})";
            _code.Line($"var start{Number(v)} = {bias};");
        }
        for (var pixel = 0; pixel < _pixels.Pixels; pixel++)
            for (var v = 0; v < _channels.Vectors; v++)
                for (var chain = 0; chain < _chains; chain++)
                    _code.Line($"var {Accumulator(pixel, v, chain)} = {(chain == 0 ? "start" + Number(v) : _class + ".Zero")};");
    }

    void WriteDepth(int level)
    {
        var loop = _product.Depth[level];
        if (level < _product.Depth.Count - 1)
        {
            var inner = _product.Depth[level + 1];
            using var _ = _code.Loop("k" + Number(level), Cut.Whole(loop.Extent));
            WriteDepth(level + 1);
            _code.Advance("px", loop.InputStep - inner.Extent * inner.InputStep);
            return;
        }
        using (_code.Loop("k", Cut.Whole(loop.Extent / _unroll))) WritePass(loop, _unroll);
        if (loop.Extent % _unroll > 0) WritePass(loop, loop.Extent % _unroll);
    }

    void WritePass(DepthLoop loop, int steps)
    {
        for (var step = 0; step < steps; step++)
            using (_code.Braces()) WriteStep(step, step * loop.InputStep);
        _code.Advance("px", steps * loop.InputStep);
        _code.Advance("pw", steps * WeightStep);
    }

    int WeightStep => _product.Weights.StepAt(_channels.Channels.From);

    void WriteStep(int step, int input)
    {
        for (var v = 0; v < _channels.Vectors; v++)
        {
            var place = _product.Weights.PlaceOf(v * _channels.Lanes) + step * WeightStep;
            _code.Line($"var weight{Number(v)} = {_class}.Load(ref pw, {Number(place)});");
        }
        for (var pixel = 0; pixel < _pixels.Pixels; pixel++)
        {
            var broadcast = $"{_class}.Broadcast(ref px, {Number(input + InputOffset(pixel))})";
            var value = _channels.Vectors > 1 ? "value" + Number(pixel) : broadcast;
            if (_channels.Vectors > 1) _code.Line($"var {value} = {broadcast};");
            for (var v = 0; v < _channels.Vectors; v++)
            {
                var sum = Accumulator(pixel, v, step % _chains);
                _code.Line($"{sum} = {_class}.Fma({value}, weight{Number(v)}, {sum});");
            }
        }
    }

    int InputOffset(int pixel) =>
        pixel / _pixels.Columns.Step * _product.Row.InputStep + pixel % _pixels.Columns.Step * _product.Column.InputStep;

    void WriteChains()
    {
        for (var pixel = 0; pixel < _pixels.Pixels; pixel++)
            for (var v = 0; v < _channels.Vectors; v++)
                for (var chain = 1; chain < _chains; chain++)
                    _code.Line($"{Accumulator(pixel, v, 0)} += {Accumulator(pixel, v, chain)};");
    }

    public static string Accumulator(int pixel, int vector, int chain = 0) =>
        $"a{Number(pixel)}_{Number(vector)}" + (chain == 0 ? "" : "_" + Number(chain));
}
