namespace EdgeCompile.Ops;

/// <summary>
/// Resizing along one axis: output position i is the sum over t of Weights[i, t] * input[Indices[i, t]]. Positions are computed in float32,
/// as ONNX Runtime does, because rounding decides which neighbour is nearest.
/// </summary>
sealed class ResizeFilter
{
    readonly ResizeAttributes _resize;
    readonly int _inputSize;
    readonly float _scale, _roiStart, _roiEnd;

    public ResizeFilter(ResizeAttributes resize, int axis, int inputSize)
    {
        (_resize, _inputSize) = (resize, inputSize);
        (_scale, _roiStart, _roiEnd) = (resize.Scales[axis], resize.RoiStarts[axis], resize.RoiEnds[axis]);
        OutputSize = resize.Sizes[axis];
        var crop = resize.Coordinates == CoordinateTransform.TfCropAndResize;
        var identity = !crop && _scale == 1 && OutputSize == inputSize;

        Outside = new bool[OutputSize];
        var taps = new (int Index, double Weight)[OutputSize][];
        for (var i = 0; i < OutputSize; i++)
        {
            var x = identity ? i : Original(i);
            Outside[i] = crop && (x < 0 || x > inputSize - 1);
            taps[i] = identity ? [(i, 1)] : Neighbours(x);
        }
        Taps = taps.Length == 0 ? 0 : taps[0].Length;
        Indices = [.. taps.SelectMany(row => row.Select(tap => tap.Index))];
        Weights = [.. taps.SelectMany(row => row.Select(tap => (float)tap.Weight))];
    }

    public int OutputSize { get; }
    /// <summary>Input elements that one output element is made of.</summary>
    public int Taps { get; }
    /// <summary>OutputSize x Taps, kept inside the input.</summary>
    public int[] Indices { get; }
    /// <summary>OutputSize x Taps.</summary>
    public float[] Weights { get; }
    /// <summary>Positions that take the extrapolation value.</summary>
    public bool[] Outside { get; }

    /// <summary>The position in the input; formulas of the ONNX operator page, with length_resized = scale * length_original.</summary>
    float Original(int x)
    {
        var length = (float)(_scale * _inputSize);
        switch (_resize.Coordinates)
        {
            case CoordinateTransform.Asymmetric:
                return (float)(x / _scale);
            case CoordinateTransform.AlignCorners:
                return length == 1 ? 0 : (float)((float)(x * (float)(_inputSize - 1)) / (float)(length - 1));
            case CoordinateTransform.PytorchHalfPixel:
                return length > 1 ? HalfPixel() : 0;
            case CoordinateTransform.TfHalfPixelForNN:
                return (float)((x + 0.5f) / _scale);
            case CoordinateTransform.TfCropAndResize:
                var last = (float)(_inputSize - 1);
                return OutputSize > 1
                    ? (float)((float)(_roiStart * last) + (float)((float)((float)(x * (float)(_roiEnd - _roiStart)) * last) / (OutputSize - 1)))
                    : (float)(0.5f * (float)(_roiStart + _roiEnd) * last);
            case CoordinateTransform.HalfPixelSymmetric:
                var center = _inputSize / 2f;
                return (float)((float)(center * (float)(1 - (float)(OutputSize / length))) + HalfPixel());
            default:
                return HalfPixel();
        }

        float HalfPixel() => (float)((float)((x + 0.5f) / _scale) - 0.5f);
    }

    (int Index, double Weight)[] Neighbours(float x)
    {
        // The ratio lies in (0, 1]: a position on an element counts from its left neighbour.
        var left = (int)Math.Ceiling(x) - 1;
        double ratio = x - left;
        if (_resize.Mode == Interpolation.Nearest) return [(Inside(Nearest(left, ratio)), 1)];

        var cubic = _resize.Mode == Interpolation.Cubic;
        double reach = cubic ? 2 : 1, stretch = _resize.Antialias ? Math.Min(_scale, 1) : 1;
        var first = (int)Math.Floor(-reach / stretch) + 1;
        var count = 2 - 2 * first;
        var taps = new (int Index, double Weight)[count];
        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            var index = left + first + i;
            var distance = Math.Abs((first + i - ratio) * stretch);
            var weight = _resize.ExcludeOutside && (index < 0 || index >= _inputSize) ? 0 : cubic ? Cubic(distance) : Math.Max(0, 1 - distance);
            taps[i] = (Inside(index), weight);
            sum += weight;
        }
        for (var i = 0; i < count; i++) taps[i].Weight /= sum;
        return taps;
    }

    int Nearest(int left, double ratio) => ratio == 1 ? left + 1 : _resize.Nearest switch
    {
        NearestMode.RoundPreferFloor => ratio <= 0.5 ? left : left + 1,
        NearestMode.RoundPreferCeil => ratio < 0.5 ? left : left + 1,
        NearestMode.Ceil => left + 1,
        NearestMode.Legacy when _scale < 1 => left + 1,
        _ => left,
    };

    int Inside(int index) => Math.Max(0, Math.Min(_inputSize - 1, index));

    /// <summary>Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981.</summary>
    double Cubic(double x)
    {
        double a = _resize.CubicA;
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }
}
