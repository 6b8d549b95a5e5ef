namespace EdgeCompile.Tests.Passes;

public class MergePartsTests
{
    static readonly string[] Parts = ["FoldConstants", "ComposeViews", "RemoveIdentities", "SimplifyConcats", "MergeParts", "RemoveDeadNodes"];

    /// <summary>A sign goes into a constant factor where there is one.</summary>
    [Fact]
    public void PairsAreOneProductAndOneSum()
    {
        var g = new PassTest();
        var x = g.Input("x", 3, 4);
        var (a, b) = (g.Add("Slice", [x, g.Ints(0), g.Ints(9), g.Ints(1), g.Ints(2)]),
            g.Add("Slice", [x, g.Ints(1), g.Ints(9), g.Ints(1), g.Ints(2)]));
        var (c, s) = (g.Weights(3, 2), g.Weights(3, 2));
        var first = g.Add("Sub", [g.Add("Mul", [a, c]), g.Add("Mul", [b, s])]);
        var second = g.Add("Add", [g.Add("Mul", [a, s]), g.Add("Mul", [c, b])]);
        var pairs = g.Add("Concat", [g.Add("Unsqueeze", [first, g.Ints(2)]), g.Add("Unsqueeze", [second, g.Ints(2)])], new { axis = 2L });
        Assert.Equal("""
            graph g(x: float32[3x4])
                n10#2: float32[3x2x2] = Reshape(x) ReshapeAttributes { Shape = [3, 2, 2] }
                n10#6: float32[3x2x2] = Mul(n10#2, n10#5#2: const float32[3x2x2])
                n10#7: float32[3x2x2] = Reshape(x) ReshapeAttributes { Shape = [3, 2, 2] }
                n10#8: float32[3x2x2] = Slice(n10#7) SliceAttributes { Starts = [0, 0, 1], Steps = [1, 1, -1], Sizes = [3, 2, 2] }
                n10#13: float32[3x2x2] = Mul(n10#8, n10#12#2: const float32[3x2x2])
                n10#14: float32[3x2x2] = Add(n10#6, n10#13)
                return n10#14

            """, g.After(Parts, pairs));
    }

    [Fact]
    public void HalvesAndWhatFollows()
    {
        var g = new PassTest();
        var (x, cos, sin) = (g.Input("x", 3, 8), g.Input("cos", 3, 8), g.Input("sin", 8));
        var halves = g.AddAll("Split", [x], 2, new { axis = 1L });
        var turned = g.Add("Concat", [g.Add("Neg", [halves[1]]), halves[0]], new { axis = 1L });
        Assert.Equal("""
            graph g(x: float32[3x8], cos: float32[3x8], sin: float32[8])
                n5#2: float32[3x2x4] = Reshape(x) ReshapeAttributes { Shape = [3, 2, 4] }
                n5#3: float32[3x2x4] = Reshape(cos) ReshapeAttributes { Shape = [3, 2, 4] }
                n5#4: float32[3x2x4] = Mul(n5#2, n5#3)
                n5#5: float32[3x2x4] = Reshape(x) ReshapeAttributes { Shape = [3, 2, 4] }
                n5#6: float32[3x2x4] = Slice(n5#5) SliceAttributes { Starts = [0, 1, 0], Steps = [1, -1, 1], Sizes = [3, 2, 4] }
                n5#7: float32[3x2x4] = Mul(n5#6, float32[2x1]{-1, 1})
                n5#8: float32[2x4] = Reshape(sin) ReshapeAttributes { Shape = [2, 4] }
                n5#9: float32[3x2x4] = Mul(n5#7, n5#8)
                n5#10: float32[3x2x4] = Add(n5#4, n5#9)
                n5: float32[3x8] = Reshape(n5#10) ReshapeAttributes { Shape = [3, 8] }
                return n5

            """, g.After(Parts, g.Add("Add", [g.Add("Mul", [x, cos]), g.Add("Mul", [turned, sin])])));
    }

    [Fact]
    public void OneFunctionOfTwoSlices()
    {
        var g = new PassTest();
        var parts = g.AddAll("Split", [g.Input("x", 2, 6, 5)], 3, new { axis = 1L });
        Assert.Equal("""
            graph g(x: float32[2x6x5])
                n4#2: float32[2x3x2x5] = Reshape(x) ReshapeAttributes { Shape = [2, 3, 2, 5] }
                n4#3: float32[2x3x2x5] = Relu(n4#2)
                n4: float32[2x6x5] = Reshape(n4#3) ReshapeAttributes { Shape = [2, 6, 5] }
                return n4

            """, g.After(Parts, g.Add("Concat", [.. parts.Select(part => g.Add("Relu", [part]))], new { axis = 1L })));
    }

    /// <summary>Different functions, slices of different tensors, and what something else reads.</summary>
    [Fact]
    public void OtherPartsStay()
    {
        var g = new PassTest();
        var (x, y) = (g.Input("x", 2, 4), g.Input("y", 2, 4));
        var (a, b) = (g.AddAll("Split", [x], 2, new { axis = 1L }), g.AddAll("Split", [y], 2, new { axis = 1L }));
        var functions = g.Add("Concat", [g.Add("Relu", [a[0]]), g.Add("Exp", [a[1]])], new { axis = 1L });
        var tensors = g.Add("Concat", [g.Add("Relu", [a[0]]), g.Add("Relu", [b[1]])], new { axis = 1L });
        var read = g.Add("Relu", [b[0]]);
        var readers = g.Add("Concat", [read, g.Add("Relu", [b[1]])], new { axis = 1L });
        Assert.Equal(3, g.After(Parts, functions, tensors, readers, read).Split(" = Concat(").Length - 1);
    }
}
