using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A matrix times rows that are one-hot, written as Equal of an index and 0 … n-1, is the matrix's row of that index: a Gather, from a table with a
/// row of zeros at each end for the indices that equal none.
/// </summary>
static class OneHotProducts
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var product in rewriter.Graph.Nodes.ToArray())
        {
            if (product.Op != MatMul.Op || product.Attributes is not MatMulAttributes { TransposeA: false, TransposeB: false }) continue;
            if (product.Input(1) is not { Constant: { Element: ElementType.Float32, Shape.Rank: 2 } rows } matrix || !IsFinite(rows)) continue;
            if (Indices(product.Input(0)) is not { } indices) continue;

            var shape = product.Output.Shape;
            var flat = rewriter.Insert(product, Reshape.Op, new ReshapeAttributes(shape.Sizes.Take(shape.Rank - 1).ToArray()), indices).Output;
            var atLeast = rewriter.Insert(product, Arithmetic.Max, OpAttributes.None, flat, Number(-1)).Output;
            var atMost = rewriter.Insert(product, Arithmetic.Min, OpAttributes.None, atLeast, Number(rows.Shape[0])).Output;
            var place = rewriter.Insert(product, Arithmetic.Add, OpAttributes.None, atMost, Number(1)).Output;
            rewriter.Substitute(product, Gather.Op, new GatherAttributes(0), rewriter.Constant(matrix.Name, BetweenZeros(rows)), place);

            Value Number(long number)
            {
                var tensor = new Tensor(indices.Element, Shape.Scalar);
                tensor.SetInt64(0, number);
                return rewriter.Constant("bound", tensor);
            }
        }
    }

    /// <summary>The indices of one-hot rows, … x 1.</summary>
    static Value? Indices(Value rows)
    {
        if (rows.MadeBy(Cast.Op)?.Input(0).MadeBy(Equal.Op) is not { } equal) return null;
        var (indices, numbers) = equal.Input(1).IsConstant ? (equal.Input(0), equal.Input(1)) : (equal.Input(1), equal.Input(0));
        var shape = indices.Shape;
        return indices.Element is ElementType.Int32 or ElementType.Int64 && shape.Rank > 0 && shape[shape.Rank - 1] == 1
            && shape.Count * numbers.Shape.Count == rows.Shape.Count && IsCount(numbers, rows.Shape[rows.Shape.Rank - 1]) ? indices : null;
    }

    /// <summary>Whether a value is 0 … n-1 along its last axis.</summary>
    static bool IsCount(Value numbers, int n) => numbers.Constant is { } constant && constant.Count == n && constant.Shape.Rank > 0
        && constant.Shape[constant.Shape.Rank - 1] == n && Enumerable.Range(0, n).All(i => constant.GetInt64(i) == i);

    /// <summary>Zero times anything else is no zero.</summary>
    static bool IsFinite(Tensor tensor) =>
        Enumerable.Range(0, tensor.Count).Select(tensor.GetDouble).All(number => !double.IsNaN(number) && !double.IsInfinity(number));

    /// <summary>The rows with one of zeros before and behind them. A sum with zeros makes 0 of -0.</summary>
    static Tensor BetweenZeros(Tensor rows)
    {
        var (count, columns) = (rows.Shape[0], rows.Shape[1]);
        var table = new Tensor(rows.Element, new Shape(count + 2, columns));
        for (var i = 0; i < rows.Count; i++) table.SetDouble(columns + i, rows.GetDouble(i) + 0.0);
        return table;
    }
}
