using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Passes;

public class ViewPassTests
{
    static readonly string[] Views = ["ComposeViews", "RemoveIdentities", "SimplifyConcats", "RemoveDeadNodes"];

    [Fact]
    public void FocusSlicesBecomeOneSliceEach()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 3, 4, 4);
        var rows = g.Add("Slice", [x, g.Ints(1), g.Ints(long.MaxValue), g.Ints(2), g.Ints(2)]);
        var columns = g.Add("Slice", [rows, g.Ints(0), g.Ints(long.MaxValue), g.Ints(3), g.Ints(2)]);
        Assert.Equal("""
            graph g(x: float32[1x3x4x4])
                n1: float32[1x3x2x2] = Slice(x) SliceAttributes { Starts = [0, 0, 1, 0], Steps = [1, 1, 2, 2], Sizes = [1, 3, 2, 2] }
                return n1

            """, g.After(Views, columns));
    }

    [Fact]
    public void AShuffleThatIsSplitBecomesTwoSlices()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 6, 2, 2);
        var pairs = g.Add("Reshape", [x, g.Ints(3, 2, 4)]);
        var swapped = g.Add("Transpose", [pairs], new { perm = new long[] { 1, 0, 2 } });
        var halves = g.Add("Reshape", [swapped, g.Ints(2, -1, 3, 2, 2)]);
        var first = g.Add("Gather", [halves, g.Constant(Tensor.LongScalar(0))], new { axis = 0L });
        var second = g.Add("Gather", [halves, g.Constant(Tensor.LongScalar(1))], new { axis = 0L });
        Assert.Equal("""
            graph g(x: float32[1x6x2x2])
                n3#2: float32[1x3x2x2] = Slice(x) SliceAttributes { Starts = [0, 0, 0, 0], Steps = [1, 2, 1, 1], Sizes = [1, 3, 2, 2] }
                n4#2: float32[1x3x2x2] = Slice(x) SliceAttributes { Starts = [0, 1, 0, 0], Steps = [1, 2, 1, 1], Sizes = [1, 3, 2, 2] }
                return n3#2, n4#2

            """, g.After(Views, first, second));
    }

    [Fact]
    public void AWholeShuffleStays()
    {
        var g = new PassTest();
        var pairs = g.Add("Reshape", [g.Input("x", 1, 6, 2, 2), g.Ints(3, 2, 4)]);
        var swapped = g.Add("Transpose", [pairs], new { perm = new long[] { 1, 0, 2 } });
        var text = g.After(Views, g.Add("Reshape", [swapped, g.Ints(1, 6, 2, 2)]));
        Assert.Equal(3, text.Split(" = ").Count(line => line.StartsWith("Reshape(") || line.StartsWith("Transpose(")));
    }

    [Fact]
    public void TransposesCancelAndReshapesMerge()
    {
        var g = new PassTest();
        var x = g.Input("x", 2, 3, 4, 5);
        var there = g.Add("Transpose", [x], new { perm = new long[] { 0, 2, 3, 1 } });
        var back = g.Add("Transpose", [there], new { perm = new long[] { 0, 3, 1, 2 } });
        var merged = g.Add("Reshape", [g.Add("Reshape", [g.Add("Relu", [back]), g.Ints(6, 20)]), g.Ints(2, 60)]);
        Assert.Equal("""
            graph g(x: float32[2x3x4x5])
                n2: float32[2x3x4x5] = Relu(x)
                n4: float32[2x60] = Reshape(n2) ReshapeAttributes { Shape = [2, 60] }
                return n4

            """, g.After(Views, merged));
    }

    [Fact]
    public void ATransposeOfOnesIsAReshape()
    {
        var g = new PassTest();
        var moved = g.Add("Transpose", [g.Input("x", 1, 8, 1, 1)], new { perm = new long[] { 0, 2, 3, 1 } });
        Assert.Equal("""
            graph g(x: float32[1x8x1x1])
                n0: float32[1x1x1x8] = Reshape(x) ReshapeAttributes { Shape = [1, 1, 1, 8] }
                return n0

            """, g.After(Views, moved));
    }

    [Fact]
    public void SlicesReachThroughConcats()
    {
        var g = new PassTest();
        var inner = g.Add("Concat", [g.Input("a", 1, 2), g.Input("b", 1, 3)], new { axis = 1L });
        var joined = g.Add("Concat", [inner, g.Input("c", 1, 4)], new { axis = 1L });
        var slice = g.Add("Slice", [joined, g.Ints(5), g.Ints(9), g.Ints(1)]);
        Assert.Equal("""
            graph g(a: float32[1x2], b: float32[1x3], c: float32[1x4])
                n1: float32[1x9] = Concat(a, b, c) ConcatAttributes { Axis = 1 }
                n3: float32[1x4] = Relu(c)
                return n3, n1

            """, g.After(Views, g.Add("Relu", [slice]), joined));
    }

    /// <summary>Random chains: whatever is made of them, the interpreter sees the same.</summary>
    [Fact]
    public void RandomChainsKeepTheirMeaning()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var g = new PassTest();
            var value = g.Input("x", random.Next(1, 4), random.Next(1, 5), random.Next(1, 4), random.Next(1, 3));
            for (var step = 0; step < random.Next(2, 6); step++)
            {
                var sizes = value.Shape.Sizes;
                var axis = random.Next(sizes.Length);
                value = random.Next(3) switch
                {
                    0 => g.Add("Transpose", [value], new { perm = Shuffled(sizes.Length, random) }),
                    1 => g.Add("Slice", [value, g.Ints(random.Next(sizes[axis])), g.Ints(random.Next(2) == 0 ? long.MaxValue : long.MinValue),
                        g.Ints(axis), g.Ints(random.Next(1, 3) * (random.Next(2) * 2 - 1))]) is { Shape.Count: > 0 } slice ? slice : value,
                    _ => g.Add("Reshape", [value, g.Ints(Cut(sizes, random))]),
                };
            }
            g.After([], g.Add("Neg", [value]));
        }

        static long[] Shuffled(int rank, Random random) =>
            [.. Enumerable.Range(0, rank).OrderBy(_ => random.Next()).Select(axis => (long)axis)];

        // Neighbouring axes merged, or one split at its smallest factor.
        static long[] Cut(int[] sizes, Random random)
        {
            var cut = sizes.Select(size => (long)size).ToList();
            var axis = random.Next(cut.Count);
            if (random.Next(2) == 0 && axis + 1 < cut.Count)
            {
                cut[axis] *= cut[axis + 1];
                cut.RemoveAt(axis + 1);
            }
            else if (Enumerable.Range(2, 10).FirstOrDefault(f => cut[axis] % f == 0) is var factor and > 0)
            {
                cut[axis] /= factor;
                cut.Insert(axis, factor);
            }
            return [.. cut];
        }
    }
}
