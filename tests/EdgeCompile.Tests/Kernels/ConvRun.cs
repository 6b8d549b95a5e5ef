using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using EdgeCompile.Support;

namespace EdgeCompile.Tests.Kernels;

/// <summary>A case made concrete: random numbers, a kernel, and the sums in double precision straight from the ONNX text.</summary>
sealed class ConvRun
{
    readonly ConvCase _case;
    readonly Value _x, _y, _residual;
    readonly float[] _input, _weights, _bias, _added;
    readonly Tensor _scale;

    public ConvRun(ConvCase conv)
    {
        _case = conv;
        var random = new Random(conv.ToString().Aggregate(17, (hash, c) => unchecked(hash * 31 + c)));
        Shape inputs = new([conv.Batch, conv.Channels, .. conv.Size]), outputs = new([conv.Batch, conv.Outputs, .. conv.OutputSize]);
        _x = new("x", new TensorType(ElementType.Float32, inputs));
        _y = new("y", new TensorType(ElementType.Float32, outputs));
        _residual = new("residual", new TensorType(ElementType.Float32, outputs));
        Shape weightShape = new([conv.Outputs, conv.Channels / conv.Groups, .. conv.Kernel]);
        _input = Numbers(inputs.Count);
        _weights = Numbers(weightShape.Count);
        if (conv.Pruned) Prune(weightShape.Count / conv.Outputs);
        _bias = conv.Bias ? Numbers(conv.Outputs) : new float[conv.Outputs];
        _added = Numbers(outputs.Count);
        _scale = Tensor.Floats(new Shape([conv.Outputs, .. conv.Kernel.Select(_ => 1)]), Numbers(conv.Outputs));
        Kernel = ConvKernels.For(conv.Shape, _x, _y, Tensor.Floats(weightShape, _weights),
            conv.Bias ? Tensor.Floats(new Shape(conv.Outputs), _bias) : null)!;
        if (conv.Then != "") Kernel.Epilogue = new(Expression(outputs.Rank), _y, []);

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    public Kernel Kernel { get; }

    /// <summary>Leaves one row in five of each panel; of the second panel none.</summary>
    void Prune(int filter)
    {
        for (var i = 0; i < _weights.Length; i++)
            if (i / filter / 16 is var panel && (panel == 1 || (i % filter * 3 + panel) % 5 != 0)) _weights[i] = 0;
    }

    public bool ReadsInputAsItLies() => Kernel.ReadsBare(_x, Layout.Dense(_x.Shape, OrderOfInput));

    int[] ChannelsLast => [0, .. Enumerable.Range(2, _case.Size.Length), 1];
    int[] OrderOfInput => _case.Planar ? [.. Enumerable.Range(0, _x.Shape.Rank)] : ChannelsLast;

    public PlacedKernel Place(Isa isa) => new(Kernel, isa, value =>
    {
        if (value == _x)
            return Layout.WithHalo(value.Shape, OrderOfInput, _case.Bare ? null : Halo.Union(Kernel.HaloOf(_x), Border(_case.SpareRoom)));
        if (value != _y) return Layout.Dense(value.Shape, ChannelsLast);
        var wide = new Shape(value.Shape.Sizes.Select((size, axis) => axis == 1 ? size + 2 * _case.Around : size));
        return Layout.WithHalo(wide, ChannelsLast, Border(_case.OutputBorder)).Slice(1, _case.Around);
    }, _case.Bare ? _x : null);

    Halo Border(int wide)
    {
        int[] border = [0, 0, .. _case.Size.Select(_ => wide)];
        return new(border, border);
    }

    /// <summary>Runs and says what is wrong, or null.</summary>
    public string? Check(PlacedKernel placed, KernelRun run)
    {
        var inputs = new Dictionary<Value, float[]> { [_x] = _input };
        if (Kernel.Reads.Contains(_residual)) inputs.Add(_residual, _added);
        var problem = KernelCheck.Run(placed, run, inputs, Expected());
        return problem is null ? null : $"{Kernel.Name} {placed.Isa.Name} {_case}: {problem}";
    }

    Expr Expression(int rank)
    {
        Expr sum = new Expr.Accumulator(ElementType.Float32);
        var residual = Expr.Element(_residual, LoopNest.Axes(rank));
        return _case.Then switch
        {
            "relu" => Expr.Max(sum, Expr.Of(0, ElementType.Float32)),
            "leaky" => Expr.Max(sum, sum * Expr.Of(0.25, ElementType.Float32)),
            "add" => sum + residual,
            "add-upside-down" => sum + Expr.Element(_residual, [.. LoopNest.Axes(rank).Select((axis, i) => i == 2 ? UpsideDown(axis) : axis)]),
            "silu" => sum * Expr.Unary(Function.Sigmoid, sum),
            "hard-swish" => sum * Expr.Max(Expr.Min(sum * Expr.Of(0.125, ElementType.Float32) + Expr.Of(0.5, ElementType.Float32),
                Expr.Of(1, ElementType.Float32)), Expr.Of(0, ElementType.Float32)),
            "silu-add" => sum * Expr.Unary(Function.Sigmoid, sum) + residual,
            "scale" => sum * LoopNest.Broadcast(new Graph("").Constant("scale", _scale), LoopNest.Axes(rank)),
            _ => throw new ArgumentException(_case.Then),
        };
    }

    Expr UpsideDown(Expr row) => new Expr.Table(Enumerable.Range(0, _y.Shape[2]).Reverse().ToEquatableArray(), row);

    double Then(double sum, int output, int channel) => _case.Then switch
    {
        "relu" => Math.Max(sum, 0),
        "leaky" => Math.Max(sum, 0.25 * sum),
        "add" => sum + _added[output],
        "add-upside-down" => sum + _added[output + (_y.Shape[2] - 1 - 2 * (output / _y.Shape[3] % _y.Shape[2])) * _y.Shape[3]],
        "silu" => sum / (1 + Math.Exp(-sum)),
        "hard-swish" => sum * Math.Clamp(sum / 8 + 0.5, 0, 1),
        "silu-add" => sum / (1 + Math.Exp(-sum)) + _added[output],
        "scale" => sum * _scale.GetDouble(channel),
        _ => sum,
    };

    /// <summary>y[n, m, o…] = bias[m] + sum over c, k… of x[n, c, o*stride + k*dilation - pad] * w[m, c, k…], row-major.</summary>
    double[] Expected()
    {
        var (axes, outputs) = (_case.Size.Length, _case.OutputSize);
        int inputs = _case.Channels / _case.Groups, perGroup = _case.Outputs / _case.Groups;
        int pixels = outputs.Aggregate(1, (a, b) => a * b), inputPixels = _case.Size.Aggregate(1, (a, b) => a * b),
            taps = _case.Kernel.Aggregate(1, (a, b) => a * b);
        var expected = new double[_y.Shape.Count];
        for (var i = 0; i < expected.Length; i++)
        {
            var (pixel, m, n) = (i % pixels, i / pixels % _case.Outputs, i / pixels / _case.Outputs);
            double sum = _bias[m];
            for (var tap = 0; tap < taps; tap++)
            {
                if (Source(pixel, tap) is not (>= 0 and var at)) continue;
                for (var c = 0; c < inputs; c++)
                    sum += (double)_input[(n * _case.Channels + m / perGroup * inputs + c) * inputPixels + at] * _weights[(m * inputs + c) * taps + tap];
            }
            expected[i] = Then(sum, i, m);
        }
        return expected;

        // The flat place of the input pixel under a tap, -1 outside.
        int Source(int pixel, int tap)
        {
            int place = 0, step = 1;
            for (var axis = axes - 1; axis >= 0; axis--)
            {
                var at = pixel % outputs[axis] * _case.Strides[axis] + tap % _case.Kernel[axis] * _case.Dilations[axis] - _case.Pads[axis];
                if (at < 0 || at >= _case.Size[axis]) return -1;
                place += at * step;
                step *= _case.Size[axis];
                pixel /= outputs[axis];
                tap /= _case.Kernel[axis];
            }
            return place;
        }
    }
}
