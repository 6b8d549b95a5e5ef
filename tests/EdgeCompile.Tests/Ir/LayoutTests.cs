using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Ir;

public class LayoutTests
{
    [Fact]
    public void ChannelsLastIsAnOrderOfStrides() =>
        Assert.Equal([3 * 4 * 5, 1, 5 * 3, 3], Layout.Dense(new Shape(2, 3, 4, 5), [0, 2, 3, 1]).Strides.Items);

    [Fact]
    public void HaloMovesTheFirstElementInwards()
    {
        var layout = Layout.WithHalo(new Shape(1, 2, 3, 3), [0, 2, 3, 1], new Halo([0, 0, 1, 1], [0, 0, 1, 1]));
        Assert.Equal(2 * 5 + 2, layout.Offset);
        Assert.Equal([50, 1, 10, 2], layout.Strides.Items);
    }

    [Fact]
    public void ReshapeMergesAndSplitsEvenlySpacedAxes()
    {
        Shape from = new(1, 85, 4, 6), to = new(1, 85, 24);
        var channelsLast = Layout.Dense(from, [0, 2, 3, 1]);
        Assert.Equal([0, 1, 85], channelsLast.Reshape(from, to)!.Strides.Items);
        Assert.Equal(channelsLast.Strides.Items[1..], channelsLast.Reshape(from, to)!.Reshape(to, from)!.Strides.Items[1..]);
    }

    [Fact]
    public void ReshapeAcrossChannelsLastAxesIsNoView()
    {
        Shape from = new(1, 8, 4, 4);
        Assert.Null(Layout.Dense(from, [0, 2, 3, 1]).Reshape(from, new Shape(1, 128)));
        Assert.NotNull(Layout.RowMajor(from).Reshape(from, new Shape(1, 128)));
    }
}
