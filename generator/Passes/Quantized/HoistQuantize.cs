using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Quantises before elements are moved, picked or bounded instead of afterwards: rounding keeps their order, so that the integers are the
/// same. What moves is a quarter in size, Relu and Clip become bounds of integers, and a QuantizeLinear comes to stand behind the sum
/// that it belongs to.
/// </summary>
static class HoistQuantize
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.Reverse().ToArray())
            if (Quantizer.Of(node) is { } first) Climb(rewriter, first);
    }

    static void Climb(GraphRewriter rewriter, Quantizer first)
    {
        var quantizers = new Stack<Quantizer>([first]);
        while (quantizers.Count > 0)
        {
            var q = quantizers.Pop();
            if (q.Real.Producer is not { Outputs.Count: 1 } mover || !rewriter.IsOnlyFor(q.Real, q.Node)
                || Moved(rewriter, mover, q) is not { } moved) continue;
            rewriter.Supersede(q.Node, moved);
            rewriter.Remove(mover);
            if (moved.Producer is { } made)
                foreach (var input in made.Inputs)
                    if (input?.MadeBy(QuantizeLinear.Op) is { } node && Quantizer.Of(node) is { } next) quantizers.Push(next);
            if (moved.MadeBy(QuantizeLinear.Op) is { } bare && Quantizer.Of(bare) is { } again) quantizers.Push(again);
        }
    }

    /// <summary>The mover on quantised inputs; null where it does more than move.</summary>
    static Value? Moved(GraphRewriter rewriter, Node mover, Quantizer q)
    {
        if (mover.Op == Activations.Relu) return Bounded(rewriter, mover, q, Arithmetic.Max, mover.Input(0), q.Zero.GetInt64(0));
        if ((mover.Op == Arithmetic.Max || mover.Op == Arithmetic.Min) && mover.Inputs.Count == 2)
        {
            if (mover.Input(1).Scalar() is { } bound) return Bounded(rewriter, mover, q, mover.Op, mover.Input(0), q.Of((float)bound));
            if (mover.Input(0).Scalar() is { } first) return Bounded(rewriter, mover, q, mover.Op, mover.Input(1), q.Of((float)first));
        }
        if (Movers.DataOf(mover) is not { } data) return null;
        if (mover.Op == Pad.Op && mover.Has(1) && mover.Input(1).Scalar() is null) return null;
        var inputs = mover.Inputs.Select((input, i) => data(i) ? q.Quantize(rewriter, input!) : input).ToList();
        if (mover.Attributes is PadAttributes { Mode: PadMode.Constant })
        {
            var fill = new Tensor(q.Element, Shape.Scalar);
            fill.SetInt64(0, q.Of((float)(mover.Has(1) ? mover.Input(1).Scalar()!.Value : 0)));
            inputs = [inputs[0], rewriter.Constant(mover.Name + ".fill", fill)];
        }
        return rewriter.Insert(q.Node, mover.Op, mover.Attributes, [.. inputs]).Output;
    }

    /// <summary>The greater or lesser of x and a bound, both quantised; the bound is left out where the type has it already.</summary>
    static Value? Bounded(GraphRewriter rewriter, Node mover, Quantizer q, Op op, Value x, long bound)
    {
        if (!x.Shape.Equals(mover.Output.Shape)) return null;
        var (low, high) = IntegerRange.Of(q.Element);
        var quantised = q.Quantize(rewriter, x);
        if (bound == (op == Arithmetic.Max ? low : high)) return quantised;
        var constant = new Tensor(q.Element, Shape.Scalar);
        constant.SetInt64(0, bound);
        return rewriter.Insert(q.Node, op, OpAttributes.None, quantised, rewriter.Constant(mover.Name + ".bound", constant)).Output;
    }
}
