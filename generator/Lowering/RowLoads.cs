using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// Loads that find their rows by tables, as a Resize finds its neighbours: in front of the loop along a row, each gets a reference to where its
/// row begins, so that the loop itself looks nothing up.
/// </summary>
static class RowLoads
{
    /// <summary>
    /// Writes the references, and returns the body that reads from them; null where there is nothing to look up, or loads do not lie in rows.
    /// </summary>
    /// <param name="writer">The method.</param>
    /// <param name="body">What is computed.</param>
    /// <param name="spot">Where the row begins; what the references refer to is read first, so that they never leave the tensor.</param>
    /// <param name="axis">The axis along it.</param>
    public static Expr? Write(KernelWriter writer, Expr body, Spot spot, int axis)
    {
        var loads = body.Loads().Where(load => load.Source.Constant is not { Count: 1 }).ToArray();
        if (!loads.All(LiesInRow) || loads.All(load => Address(load).Others.Count == 0)) return null;

        var (places, rows) = (new Places(writer), new Dictionary<Expr, Expr>());
        foreach (var load in loads)
        {
            var (name, distance) = places.Find(writer[load.Source].Name, spot.Index(writer, axis), Address(load));
            var row = new Value(name, new TensorType(load.Type, new Shape((int)spot.Ranges[axis].Count)));
            writer.Declare(new(row, name, row.Shape, Layout.RowMajor(row.Shape)));
            rows[load] = Expr.Element(row, Expr.Of((int)distance) + (Address(load)[axis] == 0 ? Expr.Of(0) : Expr.Loop(axis)));
        }
        return body.Substitute(part => rows.TryGetValue(part, out var row) ? row : null);

        Affine Address(Expr.Load load) => Affine.Address(load.Indices, writer[load.Source].Layout.Strides);

        bool LiesInRow(Expr.Load load) => load.Outside is null && !Address(load).Bends(axis) && Address(load)[axis] is 0 or 1;
    }
}
