using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes one tile of dot products as a call of its micro-kernel: sums as locals that begin with the bias in their first lane; the loop over
/// depth, in which a vector of each pixel meets one of each output; then the sums of lanes, the epilogue and the stores.
/// </summary>
/// <param name="writer">The caller.</param>
/// <param name="product">What is computed.</param>
/// <param name="tile">The form of the tile.</param>
/// <param name="columns">Its place in the row.</param>
/// <param name="pixels">Its pixels that there are.</param>
/// <param name="output">Its first output.</param>
/// <param name="outputs">Its outputs that there are.</param>
sealed class DotTileWriter(KernelWriter writer, TiledProduct product, DotTile tile, OverlappingTile columns, int pixels, int output, int outputs)
{
    /// <summary>Multiply-adds in a pass of the depth loop that make its own instructions unimportant.</summary>
    const int WorkOfPass = 16;

    readonly MicroKernel _micro = new(writer);
    readonly string _class = Isa.LaneClass(tile.Lanes), _type = Isa.VectorType(tile.Lanes);
    readonly int _chains = Tiles.Chains(pixels, outputs, product.Depth[product.Depth.Count - 1].Extent / tile.Lanes);

    CodeWriter Code => _micro.Code;

    /// <param name="row">The C# of its row.</param>
    public void Write(string row)
    {
        Refer("x", product.Input.Name, product.InputAddress("0", row, columns.First));
        Refer("w", product.Dots!, Number(output * product.Weights.Depth));
        if (product.Bias is not null) Refer("b", product.Bias, Number(output));
        var indices = product.OutputIndices(row, columns.First, Number(output));
        Refer("y", product.Output.Name, Sum(indices.Zip(product.Output.Layout.Strides, (name, stride) => (name, stride))));
        WriteStart();
        WriteDepth(0);
        for (var chain = 1; chain < _chains; chain++)
            foreach (var (pixel, o) in Sums()) Code.Line($"{Accumulator(pixel, o)} += {Accumulator(pixel, o, chain)};");
        // Lanes whose pixel or output does not exist have any other's sum: they are not stored.
        var sums = Enumerable.Range(0, tile.Lanes).Select(lane => (Inner: lane % tile.Together, Outer: lane / tile.Together))
            .Select(lane => tile.AlongOutputs ? (Pixel: lane.Outer, Output: lane.Inner) : (Pixel: lane.Inner, Output: lane.Outer))
            .Select(lane => Accumulator(Math.Min(lane.Pixel, pixels - 1), Math.Min(lane.Output, outputs - 1)));
        Code.Line($"{Result} = {_class}.LaneSums({string.Join(", ", sums)});");
        new DotStore(writer, _micro, product, tile, columns, pixels, outputs).Write(Result, indices);
        _micro.Call($"Dots{Number(pixels)}x{Number(outputs)}");
    }

    static string Result => Accumulator(0, 0);

    void Refer(string name, string operand, string offset) => _micro.Reference("float", name, Operand.At(operand, offset));

    IEnumerable<(int Pixel, int Output)> Sums() =>
        Enumerable.Range(0, pixels).SelectMany(pixel => Enumerable.Range(0, outputs).Select(o => (pixel, o)));

    void WriteStart()
    {
        foreach (var (pixel, o) in Sums())
            _micro.Declare(_type, [.. Enumerable.Range(0, _chains).Select(chain => $"{Accumulator(pixel, o, chain)} = {Start(pixel, o, chain)}")]);
        if (outputs == 1 && pixels == 1) return;
        var weights = Enumerable.Range(0, outputs).Select(Weight).ToArray();
        _micro.Declare(_type, weights);
        _micro.Locals.Offer(_type, weights);
    }

    string Start(int pixel, int o, int chain) => chain > 0 || product.Bias is null ? _class + ".Zero"
        : pixel > 0 ? Accumulator(0, o) : $"{_class}.LoadFirst(ref b, {Number(o)})";

    void WriteDepth(int level)
    {
        var loop = product.Depth[level];
        if (level == product.Depth.Count - 1)
        {
            WriteStretch(loop.Extent);
            return;
        }
        var (inner, number) = (product.Depth[level + 1], Number(level));
        using var _ = _micro.Loop(product.Depth.Count - 1 - level, _micro.Number("depth" + number, loop.Extent));
        WriteDepth(level + 1);
        Code.Line($"x = ref RefMath.Add(ref x, {_micro.Number("xNext" + number, loop.InputStep - inner.Extent * inner.InputStep)});");
    }

    /// <summary>Neighbouring products: passes of some vectors, what vectors are left, and a last one that begins among those before it.</summary>
    void WriteStretch(int extent)
    {
        int vectors = extent / tile.Lanes, rest = extent % tile.Lanes;
        var unroll = Math.Min(vectors, Math.Max(_chains, (WorkOfPass + pixels * outputs - 1) / (pixels * outputs)));
        using (vectors == unroll ? Code.Braces() : _micro.Loop(0, _micro.Number("passes", vectors / unroll))) WritePass(unroll);
        WritePass(vectors % unroll);
        if (rest == 0) return;
        WriteStep(rest - tile.Lanes, 0, place => $"{_class}.LoadLast(ref x, {place}, {Number(rest)})");
        Advance(rest);
    }

    void WritePass(int vectors)
    {
        for (var step = 0; step < vectors; step++)
            WriteStep(step * tile.Lanes, step % _chains, place => $"{_class}.Load(ref x, {place})");
        if (vectors > 0) Advance(vectors * tile.Lanes);
    }

    void Advance(int floats) =>
        Code.Line($"x = ref RefMath.Add(ref x, {Number(floats)});").Line($"w = ref RefMath.Add(ref w, {Number(floats)});");

    void WriteStep(int place, int chain, Func<string, string> load)
    {
        var alone = outputs == 1 && pixels == 1;
        using var _ = Code.Braces();
        for (var o = 0; o < outputs && !alone; o++) Code.Line($"{Weight(o)} = {LoadWeight(o, place)};");
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var value = load(_micro.Sum([("xColumn", product.Column.InputStep, Number(pixel))], place));
            if (outputs > 1)
            {
                _micro.Let("value" + Number(pixel), value);
                value = "value" + Number(pixel);
            }
            for (var o = 0; o < outputs; o++)
            {
                var sum = Accumulator(pixel, o, chain);
                Code.Line($"{sum} = {_class}.Fma({value}, {(alone ? LoadWeight(o, place) : Weight(o))}, {sum});");
            }
        }
    }

    string LoadWeight(int o, int place) => $"{_class}.Load(ref w, {_micro.Sum([("wOutput", product.Weights.Depth, Number(o))], place)})";

    static string Weight(int o) => "weight" + Number(o);

    static string Accumulator(int pixel, int o, int chain = 0) => $"a{Number(pixel)}_{Number(o)}" + (chain == 0 ? "" : "_" + Number(chain));
}
