using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes one tile as a call of its micro-kernel: accumulators as locals, started from the bias; the loop over depth, which broadcasts inputs
/// and streams weights; then the epilogue and the stores. In the caller the loop variables outer0…, group, row, column and channel are in
/// scope unless they are constant.
/// </summary>
sealed class TileWriter
{
    /// <summary>
    /// Multiply-adds in a pass of the depth loop that make its own instructions unimportant; more where sums are split into chains.
    /// </summary>
    const int WorkOfPass = 12, WorkOfChains = 16;

    /// <summary>Steps of a pass: more are lines that a tile of one pixel need not have.</summary>
    const int StepsOfPass = 8;

    /// <summary>Steps, and multiply-adds of them all, up to which a short loop (the three colours of a picture) is written out.</summary>
    const int StepsWrittenOut = StepsOfPass, WorkWrittenOut = 96;

    readonly KernelWriter _writer;
    readonly MicroKernel _micro;
    readonly CodeWriter _code;
    readonly TiledProduct _product;
    readonly PixelBlock _pixels;
    readonly ChannelBlock _channels;
    readonly string _group, _row, _channel;
    readonly OverlappingTile _columns;
    readonly string _class;
    readonly int _chains;
    readonly int _unroll;

    public TileWriter(KernelWriter writer, TiledProduct product, PixelBlock pixels, ChannelBlock channels)
    {
        _writer = writer;
        _micro = new(writer);
        _code = _micro.Code;
        _product = product;
        _pixels = pixels;
        _channels = channels;
        _group = Cut.Whole(product.Weights.Groups).Index("group");
        _row = pixels.Rows.Index("row");
        _columns = new(pixels.Columns);
        _channel = channels.Channels.Index("channel");
        _class = Isa.LaneClass(channels.Lanes);
        var work = pixels.Pixels * channels.Vectors;
        var innermost = product.Weights.Rows is null ? product.Depth[product.Depth.Count - 1].Extent : PanelRows.Step;
        _chains = Tiles.Chains(pixels.Pixels, channels.Vectors, innermost);
        _unroll = product.Weights.Rows is not null ? _chains > 1 ? PanelRows.Step : work < WorkOfPass ? PanelRows.Step / 2 : 1
            : innermost <= StepsWrittenOut && innermost * work <= WorkWrittenOut ? innermost
                : Math.Min(innermost, Math.Max(_chains, Math.Min(StepsOfPass, ((_chains > 1 ? WorkOfChains : WorkOfPass) + work - 1) / work)));
    }

    public void Write()
    {
        _columns.Declare(_writer);
        if (Grouped) _writer.Code.Line($"var outputChannel = {Sum([("group", _product.Weights.Channels), (_channel, 1)])};");
        if (_product.Edges is { } edges) WriteAtEdges(edges);
        else WriteTile(_row, _columns.First);
        if (_product.Epilogue is { IsCostly: true } costly)
            new TilePass(_writer, Stored, _columns, Operand.At(_product.Output.Name, Place(_columns.FirstStored)))
                .Write(micro => Applied(micro, costly, _columns.FirstStored));
    }

    void WriteAtEdges(EdgeWindows edges)
    {
        edges.Place(_writer.Code, _row, _columns.First);
        using (_writer.Code.Braces($"if ({edges.IsInside(_pixels)})")) WriteTile(_row, _columns.First);
        using (_writer.Code.Braces("else"))
        {
            var picture = Sum(_product.OuterIndices.Select(outer => (outer.Index, outer.Loop.InputStep)));
            edges.Read(_writer.Code, _pixels, Operand.At(_product.Input.Name, picture));
            new TileWriter(_writer, edges.Product(_pixels), _pixels, _channels).WriteTile("0", "0");
        }
    }

    /// <summary>Writes the tile whose input begins at this row and column.</summary>
    void WriteTile(string inputRow, string inputColumn)
    {
        if (_product.Weights.Rows is { } listed)
        {
            var panel = _channels.Channels.Count == 1 ? Number(_channels.Channels.From / Panels.Width) : $"channel / {Number(Panels.Width)}";
            ListedRows.Refer(_writer, _micro, listed, _product.PlaceOfDepth!, panel, _unroll);
        }
        Refer("x", _product.Input.Name, _product.InputAddress(_group, inputRow, inputColumn));
        Refer("w", _product.Weights.Name, _product.Weights.Address([.. _product.OuterIndices.Select(outer => outer.Index)], _group,
            _channels.Channels));
        if (_product.Bias is not null) Refer("b", _product.Bias, Sum([(_group, _product.Weights.PaddedChannels), (_channel, 1)]));
        Refer("y", _product.Output.Name, Place(_columns.First));
        WriteStart();
        if (_product.Weights.Rows is not null) WriteListed();
        else WriteDepth(0);
        WriteChains();
        new TileStore(_micro, Stored, _columns, _product.Epilogue is { IsCostly: false } cheap ? Applied(_micro, cheap, _columns.First) : null)
            .Write((pixel, vector) => Accumulator(pixel, vector));
        _micro.Call($"Tile{Number(_pixels.Pixels)}x{Number(_channels.Vectors)}");
    }

    StoredTile Stored => new((_pixels.Rows.Step, StrideOf(_product.Row)), (_pixels.Columns.Step, StrideOf(_product.Column)),
        _channels.Vectors, _channels.Lanes, _channels.Stored);

    /// <summary>The C# of each output index of the tile's element in a column, its first row and channel.</summary>
    string[] OutputIndices(string column) => _product.OutputIndices(_row, column, Grouped ? "outputChannel" : _channel);

    string Place(string column) => Sum(OutputIndices(column).Zip(_product.Output.Layout.Strides, (name, stride) => (name, stride)));

    TileEpilogue Applied(MicroKernel micro, Epilogue epilogue, string column) =>
        new(_writer, micro, epilogue, OutputIndices(column), new(_product.Row.Axis, _product.Column.Axis, _product.ChannelAxis));

    bool Grouped => _product.Weights.Groups > 1;

    void Refer(string name, string operand, string offset) => _micro.Reference("float", name, Operand.At(operand, offset));

    int StrideOf(PixelLoop loop) => loop.Axis < 0 ? 0 : _product.Output.Layout.Strides[loop.Axis];

    // No local for the bias, one for each weight: there may not be many (MicroKernel.LocalsAtMost).
    void WriteStart()
    {
        for (var pixel = 0; pixel < _pixels.Pixels; pixel++)
        {
            var sums = Enumerable.Range(0, _channels.Vectors).SelectMany(v => Enumerable.Range(0, _chains)
                .Select(chain => $"{Accumulator(pixel, v, chain)} = {(chain > 0 ? _class + ".Zero" : pixel > 0 ? Accumulator(0, v) : Bias(v))}"));
            _micro.Declare(Isa.VectorType(_channels.Lanes), [.. sums]);
        }
        if (IsRow) return;
        var weights = Enumerable.Range(0, _channels.Vectors).Select(v => "weight" + Number(v)).ToArray();
        _micro.Declare(Isa.VectorType(_channels.Lanes), weights);
        _micro.Locals.Offer(Isa.VectorType(_channels.Lanes), weights);
    }

    string Bias(int vector) => _product.Bias is null ? _class + ".Zero" : $"{_class}.Load(ref b, {Number(vector * _channels.Lanes)})";

    void WriteDepth(int level)
    {
        var loop = _product.Depth[level];
        if (level < _product.Depth.Count - 1)
        {
            var (inner, number) = (_product.Depth[level + 1], Number(level));
            using var _ = Repeat(_product.Depth.Count - 1 - level, "depth" + number, loop.Extent);
            WriteDepth(level + 1);
            _code.Line($"x = ref RefMath.Add(ref x, {_micro.Number("xNext" + number, loop.InputStep - inner.Extent * inner.InputStep)});");
            return;
        }
        var (passes, times) = (_unroll == 1 ? "depth" : "passes", loop.Extent / _unroll);
        using (IsTiny ? _micro.Loop(0, _micro.Number(passes, times)) : Repeat(0, passes, times)) WritePass(_unroll);
        if (loop.Extent % _unroll > 0) WritePass(loop.Extent % _unroll);
    }

    /// <summary>Whether a single pass is a loop as well, which costs nothing to speak of: deep and flat layers share the text.</summary>
    bool IsTiny => _chains > 1 && _product.Depth.Count == 1;

    void WriteListed()
    {
        using var _ = _micro.Loop(0, "passes");
        for (var step = 0; step < _unroll; step++)
            using (_code.Braces())
            {
                _micro.Declare("ref var", $"source = ref RefMath.Add(ref x, RefMath.Add(ref list, {Number(step)}))");
                WriteStep(step);
            }
        _code.Line($"list = ref RefMath.Add(ref list, {Number(_unroll)});");
        Advance("w", "wDepth", WeightStep, _unroll);
    }

    IDisposable Repeat(int counter, string count, int times) => times == 1 ? _code.Braces() : _micro.Loop(counter, _micro.Number(count, times));

    void WritePass(int steps)
    {
        for (var step = 0; step < steps; step++)
            using (_code.Braces()) WriteStep(step);
        Advance("x", "xDepth", _product.Depth[_product.Depth.Count - 1].InputStep, steps);
        Advance("w", "wDepth", WeightStep, steps);
    }

    void Advance(string reference, string distance, int value, int steps) =>
        _code.Line($"{reference} = ref RefMath.Add(ref {reference}, {_micro.Sum([(distance, value, Number(steps))])});");

    int WeightStep => _product.Weights.StepAt(_channels.Channels.From);

    void WriteStep(int step)
    {
        var sums = new SumGroups(_code, _channels.Lanes);
        var chain = step % _chains;
        var input = _product.Weights.Rows is null ? "x" : "source";
        if (IsRow)
        {
            sums.MultiplyRow(input, PlaceOf(0, step), "w", vector => PlaceOfWeights(vector, step), Sums(0));
            return;
        }
        string[] weights = [.. Enumerable.Range(0, _channels.Vectors).Select(v => "weight" + Number(v))];
        for (var v = 0; v < weights.Length; v++) _code.Line($"{weights[v]} = {_class}.Load(ref w, {PlaceOfWeights(v, step)});");
        foreach (var line in Lines())
            sums.MultiplyBroadcasts(input, Distance(line), weights, [.. line.Select(pixel => (PlaceOf(pixel, step), Sums(pixel)))]);

        IReadOnlyList<string> Sums(int pixel) => [.. Enumerable.Range(0, _channels.Vectors).Select(v => Accumulator(pixel, v, chain))];
    }

    /// <summary>Whether weights meet a single pixel, and lie side by side: they need no locals.</summary>
    bool IsRow => _pixels.Pixels == 1 && _channels.Vectors * _channels.Lanes <= _product.Weights.Panel.Width;

    string PlaceOfWeights(int vector, int step)
    {
        var (panel, channel) = (_product.Weights.Panel, vector * _channels.Lanes);
        return _micro.Sum([("wDepth", WeightStep, Number(step)), ("wPanel", panel.Step, Number(channel / panel.Width))], channel % panel.Width);
    }

    /// <summary>The pixels of each row, or, where rows have but one, of the column.</summary>
    IEnumerable<IReadOnlyList<int>> Lines() => _pixels.Columns.Step == 1 ? [[.. Enumerable.Range(0, _pixels.Rows.Step)]]
        : Enumerable.Range(0, _pixels.Rows.Step).Select(row => (IReadOnlyList<int>)
            [.. Enumerable.Range(row * _pixels.Columns.Step, _pixels.Columns.Step)]);

    /// <summary>Floats between the inputs of neighbours in such a line.</summary>
    string Distance(IReadOnlyList<int> line) => line.Count == 1 ? "0"
        : _pixels.Columns.Step == 1 ? _micro.Number("xRow", _product.Row.InputStep) : _micro.Number("xColumn", _product.Column.InputStep);

    string PlaceOf(int pixel, int step)
    {
        int row = pixel / _pixels.Columns.Step, column = pixel % _pixels.Columns.Step;
        return _micro.Sum([("xRow", _product.Row.InputStep, Number(row)), ("xColumn", _product.Column.InputStep, Number(column)),
            ("xDepth", _product.Depth[_product.Depth.Count - 1].InputStep, _product.Weights.Rows is null ? Number(step) : "0")]);
    }

    void WriteChains()
    {
        for (var pixel = 0; pixel < _pixels.Pixels; pixel++)
            for (var v = 0; v < _channels.Vectors; v++)
                for (var chain = 1; chain < _chains; chain++)
                    _code.Line($"{Accumulator(pixel, v)} += {Accumulator(pixel, v, chain)};");
    }

    static string Accumulator(int pixel, int vector, int chain = 0) =>
        $"a{Number(pixel)}_{Number(vector)}" + (chain == 0 ? "" : "_" + Number(chain));
}
