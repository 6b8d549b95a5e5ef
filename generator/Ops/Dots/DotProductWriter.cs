using EdgeCompile.Lowering;
using static EdgeCompile.Ops.KernelText;

namespace EdgeCompile.Ops;

/// <summary>Writes a product of few outputs as loops over tiles of dot products.</summary>
sealed class DotProductWriter(KernelWriter writer, TiledProduct product, DotTile tile)
{
    readonly Cut _rows = Cut.Whole(product.Row.Extent), _columns = tile.Columns(product.Column.Extent);
    bool _shares;

    /// <summary>What threads take some of: rows, or the tiles of one.</summary>
    bool UnitsAreRows => _rows.Count > 1;

    public void Write(string name)
    {
        _shares = writer.Split(PixelsOfUnits().Count(), product.Outer.All(loop => loop.Extent == 1) ? PixelsOfUnits() : null);
        writer.Code.Line($"// {name}-{tile}-{writer.Isa.Name.ToLowerInvariant()}");
        WriteOuter(0);
    }

    /// <summary>How many pixels are made by the first unit, by the first two, and so on.</summary>
    IEnumerable<int> PixelsOfUnits() => UnitsAreRows ? Enumerable.Range(1, _rows.Count).Select(row => row * product.Column.Extent)
        : Enumerable.Range(1, _columns.Count).Select(count => Math.Min(count * _columns.Step, product.Column.Extent));

    void WriteOuter(int depth)
    {
        if (depth < product.Outer.Count)
        {
            var (name, cut) = product.Loops(1).ElementAt(depth);
            using (writer.Code.Loop(name, cut)) WriteOuter(depth + 1);
            return;
        }
        using (Loop("row", _rows, UnitsAreRows))
        using (Loop("column", _columns, !UnitsAreRows))
        {
            var columns = new OverlappingTile(_columns);
            columns.Declare(writer);
            foreach (var (from, count) in tile.Blocks(product.Weights.Channels))
                new DotTileWriter(writer, product, tile, columns, _columns.Step, from, count).Write(_rows.Index("row"));
        }
    }

    IDisposable? Loop(string name, Cut cut, bool areUnits) => _shares && areUnits ? writer.SharedLoop(name, cut, 0) : writer.Code.Loop(name, cut);
}
