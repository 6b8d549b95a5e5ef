using EdgeCompile.Ir;
using EdgeCompile.Passes;

namespace EdgeCompile.Tests.Passes;

public class SimplificationTests
{
    /// <summary>Softmax as TensorFlow writes it: the extreme and the sum lose their axis, and get it back.</summary>
    [Fact]
    public void ReducedAxesThatComeBackAreKept()
    {
        var g = new PassTest();
        var x = g.Input("x", 3, 4);
        var extreme = g.Add("Max", [g.Scalar(-9), g.Add("ReduceMax", [x], new { axes = new long[] { 1 }, keepdims = 0L })]);
        var y = g.Add("Sub", [x, g.Add("Reshape", [extreme, g.Ints(3, 1)])]);
        Assert.Equal("""
            graph g(x: float32[3x4])
                n0#2: float32[3x1] = ReduceMax(x) ReduceAttributes { Axes = [1], KeepDimensions = True }
                n1#2: float32[3x1] = Max(float32[]{-9}, n0#2)
                n3: float32[3x4] = Sub(x, n1#2)
                return n3

            """, g.After(["KeepReducedAxes", "ComposeViews", "RemoveIdentities", "RemoveDeadNodes"], y));
    }

    [Fact]
    public void ShapeComputationsFoldAway()
    {
        var g = new PassTest();
        var x = g.Input("x", 2, 3, 4);
        var batch = g.Add("Gather", [g.Add("Shape", [x]), g.Constant(Tensor.LongScalar(0))], new { axis = 0L });
        var target = g.Add("Concat", [g.Add("Unsqueeze", [batch, g.Ints(0)]), g.Ints(-1)], new { axis = 0L });
        Assert.Equal("""
            graph g(x: float32[2x3x4])
                n4: float32[2x12] = Reshape(x) ReshapeAttributes { Shape = [2, 12] }
                return n4

            """, g.After([], g.Add("Reshape", [x, target])));
    }

    [Fact]
    public void ConstantsFoldUnlessTheyGrow()
    {
        var g = new PassTest();
        var x = g.Input("x", 1);
        var small = g.Add("Expand", [g.Scalar(2), g.Ints(1)]);
        var large = g.Add("Slice", [g.Add("Expand", [g.Scalar(3), g.Ints(1 << 20, 2)]), g.Ints(7), g.Ints(8)]);
        Assert.Equal("""
            graph g(x: float32[1])
                n1: float32[1048576x2] = Expand(float32[]{3}) ExpandAttributes { Shape = [1048576, 2] }
                n2: float32[1x2] = Slice(n1) SliceAttributes { Starts = [7, 0], Steps = [1, 1], Sizes = [1, 2] }
                n3: float32[1] = Mul(x, float32[1]{2})
                n4: float32[1x2] = Add(n2, n3)
                return n4

            """, g.After(["FoldConstants"], g.Add("Add", [large, g.Add("Mul", [x, small])])));
    }

    [Fact]
    public void LargeMaxPoolsRunAlongOneAxisAtATime()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 2, 9, 8);
        var large = g.Add("MaxPool", [x], new { kernel_shape = new[] { 5L, 6L }, pads = new[] { 2L, 3L, 2L, 2L } });
        var small = g.Add("MaxPool", [large], new { kernel_shape = new[] { 3L, 3L }, pads = new[] { 1L, 1L, 1L, 1L } });
        var text = g.After(["SplitMaxPools"], g.Add("MaxPool", [small], new { kernel_shape = new[] { 5L, 5L }, strides = new[] { 2L, 2L } }));
        string[] kernels = [.. text.Split("Kernel = ").Skip(1).Select(part => part[..(part.IndexOf(']') + 1)])];
        Assert.Equal(["[1, 6]", "[5, 1]", "[3, 3]", "[5, 5]"], kernels);
    }

    [Fact]
    public void IdentitiesVanish()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 3, 4, 4);
        var y = g.Add("Neg", [x]);
        y = g.Add("Mul", [g.Scalar(1), g.Add("Dropout", [y])]);
        y = g.Add("Sub", [g.Add("Div", [y, g.Scalar(1)]), g.Scalar(0)]);
        y = g.Add("Pad", [g.Add("Concat", [y], new { axis = 0L }), g.Ints(0, 0, 0, 0, 0, 0, 0, 0)]);
        y = g.Add("Slice", [g.Add("Cast", [y], new { to = 1L }), g.Ints(0), g.Ints(9), g.Ints(2)]);
        y = g.Add("Resize", [g.Add("Tile", [y, g.Ints(1, 1, 1, 1)]), null, g.Constant(Tensor.Floats(new Shape(4), 1, 1, 1, 1))]);
        Assert.Equal("""
            graph g(x: float32[1x3x4x4])
                n0: float32[1x3x4x4] = Neg(x)
                return n0

            """, g.After([], y));
    }

    [Fact]
    public void AddingPlusZeroStaysForItChangesMinusZero()
    {
        var g = new PassTest();
        Assert.Contains("Add(", g.After([], g.Add("Neg", [g.Add("Add", [g.Input("x", 2), g.Scalar(0)])])));
    }

    [Fact]
    public void AnOutputKeepsANodeOfItsOwn()
    {
        var g = new PassTest();
        var x = g.Input("x", 2);
        var y = g.Add("Neg", [x]);
        Assert.Equal("""
            graph g(x: float32[2])
                n0: float32[2] = Neg(x)
                n1: float32[2] = Identity(x)
                n2: float32[2] = Identity(n0)
                return n0, n1, n2

            """, g.After([], y, g.Add("Identity", [x]), g.Add("Identity", [y])));
    }

    [Fact]
    public void EqualNodesAreComputedOnce()
    {
        var g = new PassTest();
        var x = g.Input("x", 2);
        var (a, b) = (g.Add("Add", [x, g.Scalar(2)]), g.Add("Add", [x, g.Scalar(2)]));
        Assert.Equal("""
            graph g(x: float32[2])
                n0: float32[2] = Add(x, float32[]{2})
                n2: float32[2] = Mul(n0, n0)
                return n2

            """, g.After([], g.Add("Mul", [a, b])));
    }

    [Fact]
    public void ActivationsAreRecognised()
    {
        var g = new PassTest();
        var x = g.Input("x", 2);
        var silu = g.Add("Mul", [g.Add("Sigmoid", [x]), x]);
        var six = g.Add("Clip", [g.Add("Add", [silu, g.Scalar(3)]), g.Scalar(0), g.Scalar(6)]);
        var hard = g.Add("Div", [g.Add("Mul", [silu, six]), g.Scalar(6)]);
        var hard2 = g.Add("Mul", [hard, g.Add("HardSigmoid", [hard], new { alpha = 1f / 6, beta = 0.5f })]);
        var bell = g.Add("Add", [g.Add("Erf", [g.Add("Div", [hard2, g.Scalar(1.41421356f)])]), g.Scalar(1)]);
        Assert.Equal("""
            graph g(x: float32[2])
                n1: float32[2] = Swish(x) ActivationAttributes { Alpha = 1, Beta = 0 }
                n5: float32[2] = HardSwish(n1) ActivationAttributes { Alpha = 0, Beta = 0 }
                n7: float32[2] = HardSwish(n5) ActivationAttributes { Alpha = 0, Beta = 0 }
                n12: float32[2] = Gelu(n7)
                return n12

            """, g.After([], g.Add("Mul", [g.Add("Mul", [hard2, bell]), g.Scalar(0.5f)])));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void TheTanhFormOfGeluIsFoundHoweverItIsMultiplied(int form)
    {
        var g = new PassTest();
        var x = g.Add("Mul", [g.Input("a", 5), g.Input("b", 5)]);
        Value Mul(params Value[] factors) => factors.Aggregate((p, q) => g.Add("Mul", [p, q]));
        Value k = g.Scalar(0.7978846f), c = g.Scalar(0.044715f), half = g.Scalar(0.5f), one = g.Scalar(1);
        var inner = form switch
        {
            0 => Mul(k, g.Add("Add", [x, Mul(c, g.Add("Pow", [x, g.Scalar(3)]))])),
            1 => Mul(g.Add("Add", [Mul(x, Mul(x, x), c), x]), k),
            2 => Mul(Mul(x, k), g.Add("Add", [one, Mul(Mul(c, x), x)])),
            _ => Mul(x, Mul(k, g.Add("Add", [Mul(c, g.Add("Pow", [x, g.Scalar(2)])), one]))),
        };
        var bell = g.Add("Add", [one, g.Add("Tanh", [inner])]);
        var text = g.After([], form switch { 0 => Mul(Mul(half, x), bell), 1 => Mul(half, Mul(x, bell)), 2 => Mul(x, bell, half),
            _ => Mul(Mul(bell, half), x) });
        Assert.Contains(" = GeluTanh(", text);
        Assert.DoesNotContain("Tanh(", text.Replace("GeluTanh(", ""));
    }

    [Fact]
    public void WhatIsNearlyTheTanhFormOfGeluStays()
    {
        var g = new PassTest();
        Value x = g.Input("x", 5), y = g.Input("y", 5);
        var cube = g.Add("Mul", [g.Scalar(0.044715f), g.Add("Pow", [y, g.Scalar(3)])]);
        var bell = g.Add("Add", [g.Scalar(1), g.Add("Tanh", [g.Add("Mul", [g.Scalar(0.7978846f), g.Add("Add", [x, cube])])])]);
        Assert.DoesNotContain("Gelu", g.After([], g.Add("Mul", [g.Add("Mul", [x, bell]), g.Scalar(0.5f)])));
    }

    [Fact]
    public void SoftplusAndMishAreRecognised()
    {
        var g = new PassTest();
        var x = g.Input("x", 5);
        var soft = g.Add("Log", [g.Add("Add", [g.Add("Exp", [x]), g.Scalar(1)])]);
        var text = g.After([], g.Add("Mul", [x, g.Add("Tanh", [soft])]), g.Add("Neg", [soft]));
        Assert.Contains(" = Softplus(x)", text);
        Assert.Contains(" = Mish(x)", text);
        Assert.DoesNotContain("Exp(", text);
    }

    [Fact]
    public void HalvesOfAnotherValueAreNoGelu()
    {
        var g = new PassTest();
        var (x, y) = (g.Input("x", 2), g.Input("y", 2));
        var bell = g.Add("Add", [g.Add("Erf", [g.Add("Div", [y, g.Scalar(1.41421356f)])]), g.Scalar(1)]);
        Assert.DoesNotContain("Gelu", g.After([], g.Add("Mul", [g.Add("Mul", [x, bell]), g.Scalar(0.5f)])));
    }

    [Fact]
    public void UnknownPassesAreRefused() =>
        Assert.Throws<ArgumentException>(() => PassPipeline.Run(new Graph("g"), ["NoSuchPass"]));
}
