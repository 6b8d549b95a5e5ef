using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using static EdgeCompile.Lowering.Expr;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Which constants of an epilogue go into where sums start.</summary>
public class ChannelBiasTests
{
    static readonly Expr sum = new Accumulator(ElementType.Int32);

    static Expr Constant(int[] values, int[] sizes, params Expr[] at) => Element(Ints(values, sizes), at);

    static Value Ints(int[] values, int[] sizes)
    {
        var tensor = new Tensor(ElementType.Int32, new Shape(sizes));
        values.CopyTo(tensor.Span<int>());
        return new Value("b", new TensorType(ElementType.Int32, tensor.Shape)) { Constant = tensor };
    }

    [Fact]
    public void AConstantOfEachChannel()
    {
        var scaled = Cast(sum + Constant([7, -8, 9], [3, 1, 1], Loop(1), Of(0), Of(0)), ElementType.Float32);
        var bias = ChannelBias.In(scaled, channelAxis: 1);
        Assert.NotNull(bias);
        Assert.Equal([7, -8, 9], Enumerable.Range(0, 3).Select(bias.OfChannel));
        Assert.Equal(Cast(sum, ElementType.Float32), bias.Rest);
    }

    [Fact]
    public void OneForAllChannels() => Assert.Equal(5, ChannelBias.In(Constant([5], [1], Of(0)) + sum, channelAxis: 1)!.OfChannel(2));

    [Fact]
    public void NotAlongAnotherAxis() => Assert.Null(ChannelBias.In(sum + Constant([1, 2, 3], [3], Loop(2)), channelAxis: 1));

    [Fact]
    public void NotWhereTheSumIsUsedWithoutItToo() => Assert.Null(ChannelBias.In((sum + Constant([1, 2], [2], Loop(1))) * sum, channelAxis: 1));
}
