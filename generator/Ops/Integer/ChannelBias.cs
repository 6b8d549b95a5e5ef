using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A constant that an epilogue adds to every sum of a channel.</summary>
/// <param name="OfChannel">What is added to the sums of a channel.</param>
/// <param name="Rest">The epilogue of sums to which it was added.</param>
sealed record ChannelBias(Func<int, int> OfChannel, Expr Rest)
{
    /// <summary>The bias with which an epilogue begins; null if there is none, or if the sum is also used without it.</summary>
    public static ChannelBias? In(Expr epilogue, int channelAxis)
    {
        if (epilogue.Parts().OfType<Expr.Call>().FirstOrDefault(IsBias) is not { } added) return null;
        var rest = epilogue.Substitute(part => part.Equals(added) ? new Expr.Accumulator(ElementType.Int32) : null);
        var all = epilogue.Parts().Count(part => part is Expr.Accumulator);
        if (rest.Parts().Count(part => part is Expr.Accumulator) != all || epilogue.Parts().Count(part => part.Equals(added)) != all) return null;
        var constant = added.Arguments.OfType<Expr.Load>().Single().Source.Constant!;
        return new(constant.Count == 1 ? _ => (int)constant.GetInt64(0) : channel => (int)constant.GetInt64(channel), rest);

        bool IsBias(Expr.Call call) =>
            call is { Function: Function.Add, Type: ElementType.Int32, Arguments: [Expr.Accumulator, Expr.Load load] } && IsOfChannels(load)
            || call is { Function: Function.Add, Type: ElementType.Int32, Arguments: [Expr.Load other, Expr.Accumulator] } && IsOfChannels(other);

        bool IsOfChannels(Expr.Load load) => load is { Outside: null, Source.Constant: not null }
            && load.Indices.Select((index, axis) => load.Source.Shape[axis] == 1 || index is Expr.Index { Axis: var loop } && loop == channelAxis)
                .All(fits => fits);
    }
}
