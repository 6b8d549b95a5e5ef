using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>Writes the end of a tile of dot products: the epilogue, on as many lanes at once as it allows, and the stores.</summary>
sealed class DotStore(KernelWriter writer, MicroKernel micro, TiledProduct product, DotTile tile, OverlappingTile columns, int pixels, int outputs)
{
    readonly int _columnStep = StrideOf(product, product.Column.Axis), _outputStep = StrideOf(product, product.ChannelAxis);

    static int StrideOf(TiledProduct product, int axis) => axis < 0 ? 0 : product.Output.Layout.Strides[axis];

    /// <param name="results">The name of the vector of all results.</param>
    /// <param name="indices">The C# of each output index of the first of them, in the caller.</param>
    public void Write(string results, string[] indices)
    {
        var epilogue = product.Epilogue is null ? null : new TileEpilogue(writer, micro, product.Epilogue, indices,
            tile.AlongOutputs ? new(-1, product.Column.Axis, product.ChannelAxis) : new(-1, product.ChannelAxis, product.Column.Axis));
        if (epilogue is { IsSameEverywhere: true })
        {
            micro.Code.Line($"{results} = {Bare(epilogue.Apply(micro.Code, results, tile.Lanes, 0, "0", "0"))};");
            micro.Locals.Release();
            epilogue = null;
        }
        if (tile.AlongOutputs) WritePixels(results, epilogue);
        else WriteOutputs(results, epilogue);
    }

    /// <summary>The outputs of one pixel after the other.</summary>
    void WritePixels(string results, TileEpilogue? epilogue)
    {
        micro.Declare(Isa.VectorType(tile.Together),
            [.. Enumerable.Range(0, pixels).Select(pixel => $"{Pixel(pixel)} = {Part(results, tile.Lanes, pixel)}")]);
        new TileStore(micro, new((1, 0), (pixels, _columnStep), 1, tile.Together, outputs), columns, epilogue).Write((pixel, _) => Pixel(pixel));
    }

    static string Pixel(int pixel) => "pixel" + Number(pixel);

    /// <summary>The pixels of one output after the other, in parts that are stored exactly.</summary>
    void WriteOutputs(string results, TileEpilogue? epilogue)
    {
        var passedOver = columns.PassedOver(micro);
        for (var o = 0; o < outputs; o++)
            foreach (var (part, pixel, lanes) in KernelText.Parts(Part(results, tile.Lanes, o), tile.Together, pixels))
            {
                var value = part;
                if (epilogue is not null)
                {
                    var sum = micro.Locals.Take(Isa.VectorType(lanes));
                    micro.Code.Line($"{sum} = {part};");
                    value = epilogue.Apply(micro.Code, sum, lanes, pixel, "0", Number(o));
                }
                micro.Code.Line(Store(Bare(value), Isa.LaneClass(lanes), lanes, passedOver,
                    micro.Sum([("yColumn", _columnStep, Number(pixel)), ("yOutput", _outputStep, Number(o))])));
                micro.Locals.Release();
            }
    }

    string Store(string value, string lanes, int count, string? passedOver, string place)
    {
        if (passedOver is not null) return $"{lanes}.StoreFrom({value}, ref y, {place}, {micro.Number("yColumn", _columnStep)}, {passedOver});";
        return _columnStep == 1 || count == 1 ? $"{lanes}.Store({value}, ref y, {place});"
            : $"{lanes}.Scatter({value}, ref y, {place}, {micro.Number("yColumn", _columnStep)});";
    }

    /// <summary>The C# of the part with that number, of those that are stored together.</summary>
    string Part(string vector, int lanes, int part)
    {
        if (lanes == tile.Together) return vector;
        var half = lanes / 2 / tile.Together;
        return part < half ? Part($"{Isa.LaneClass(lanes)}.Lower({vector})", lanes / 2, part)
            : Part($"{Isa.LaneClass(lanes)}.Upper({vector})", lanes / 2, part - half);
    }
}
