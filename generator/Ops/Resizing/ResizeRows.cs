using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>ONNX's forms of Resize and of Upsample, its forerunner.</summary>
static class ResizeRows
{
    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Upsample", 1, static node => Legacy(node, [1, 1, node.Float("height_scale"), node.Float("width_scale")])),
        new("Upsample", 7, static node => Legacy(node, node.FloatsOrNull("scales"))),
        new("Upsample", 9, static node => Legacy(node, Floats(node, 1))),
        new("Resize", 10, static node => Legacy(node, Floats(node, 1))),
        new("Resize", 11, static node => Of(node)),
        new("Resize", 18, static node => Of(node)),
    ];

    static Value Legacy(OnnxNode node, float[]? scales)
    {
        var shape = node.Input(0).Shape;
        if (scales is null || scales.Length != shape.Rank) throw new ModelException($"{scales?.Length ?? 0} scales for rank {shape.Rank}");
        return Add(node, new(Scaled(shape, scales), scales, new float[shape.Rank], Ones(shape.Rank),
            Mode(node), CoordinateTransform.Asymmetric, NearestMode.Legacy, 0, false, 0, false));
    }

    static Value Of(OnnxNode node)
    {
        var shape = node.Input(0).Shape;
        int[] axes = node.IntsOrNull("axes") is { } given ? shape.Axes(given) : [.. Enumerable.Range(0, shape.Rank)];
        var coordinates = Coordinates(node.Text("coordinate_transformation_mode", "half_pixel"));
        // An input that is there but empty counts as left out.
        var scales = Floats(node, 2) is { Length: > 0 } s ? OnAxes(axes, s, Ones(shape.Rank), "scales") : null;
        var sizes = node.ConstantInts(3) is { Length: > 0 } z ? OnAxes(axes, z, [.. shape.Sizes.Select(size => (long)size)], "sizes") : null;
        if (scales is null == sizes is null) throw new ModelException("exactly one of scales and sizes must be given");
        float[] starts = new float[shape.Rank], ends = Ones(shape.Rank);
        if (coordinates == CoordinateTransform.TfCropAndResize && Floats(node, 1) is { } roi)
        {
            if (roi.Length != 2 * axes.Length) throw new ModelException($"roi has {roi.Length} entries for {axes.Length} axes");
            starts = OnAxes(axes, [.. roi.Take(axes.Length)], starts, "roi");
            ends = OnAxes(axes, [.. roi.Skip(axes.Length)], ends, "roi");
        }

        // Scales are what they are; exporters write the policy beside them all the same.
        var policy = node.Text("keep_aspect_ratio_policy", "stretch");
        int[] result;
        if (scales is not null) result = Scaled(shape, scales);
        else (result, scales) = Fitted(shape, axes, sizes!, policy);
        return Add(node, new(result, scales, starts, ends, Mode(node), coordinates,
            Nearest(node.Text("nearest_mode", "round_prefer_floor")), node.Float("cubic_coeff_a", -0.75f), node.Int("exclude_outside", 0) != 0,
            node.Float("extrapolation_value", 0f), node.Int("antialias", 0) != 0));
    }

    static Value Add(OnnxNode node, ResizeAttributes resize) => node.Add(Resize.Op, resize, node.Input(0));

    /// <summary>Sizes, and the scales that follow from them; a policy other than stretch keeps the proportions of the chosen axes.</summary>
    static (int[] Sizes, float[] Scales) Fitted(Shape shape, int[] axes, long[] sizes, string policy)
    {
        var scales = sizes.Select((size, axis) => shape[axis] == 0 ? 1 : (float)size / shape[axis]).ToArray();
        if (policy == "stretch") return ([.. sizes.Select(Movement.Size)], scales);
        var common = policy switch
        {
            "not_larger" => axes.Min(axis => scales[axis]),
            "not_smaller" => axes.Max(axis => scales[axis]),
            _ => throw new ModelException($"keep_aspect_ratio_policy '{policy}' is none of stretch, not_larger and not_smaller"),
        };
        foreach (var axis in axes) (sizes[axis], scales[axis]) = ((long)Math.Floor(common * shape[axis] + 0.5f), common);
        return ([.. sizes.Select(Movement.Size)], scales);
    }

    static int[] Scaled(Shape shape, float[] scales) => [.. scales.Select((scale, axis) => scale > 0
        ? Movement.Size((long)Math.Floor((float)(shape[axis] * scale)))
        : throw new ModelException($"scale {scale} is not positive"))];

    static T[] OnAxes<T>(int[] axes, T[] given, T[] elsewhere, string what)
    {
        if (given.Length != axes.Length) throw new ModelException($"{what} has {given.Length} entries for {axes.Length} axes");
        var all = elsewhere.ToArray();
        for (var i = 0; i < axes.Length; i++) all[axes[i]] = given[i];
        return all;
    }

    static float[]? Floats(OnnxNode node, int input) => node.ConstantOrNull(input)?.ToFloats();
    static float[] Ones(int rank) => [.. Enumerable.Repeat(1f, rank)];

    static Interpolation Mode(OnnxNode node) => node.Text("mode", "nearest") switch
    {
        "nearest" => Interpolation.Nearest,
        "linear" or "bilinear" => Interpolation.Linear,
        "cubic" => Interpolation.Cubic,
        var other => throw new ModelException($"mode '{other}' is none of nearest, linear and cubic"),
    };

    static CoordinateTransform Coordinates(string name) => name switch
    {
        "half_pixel" => CoordinateTransform.HalfPixel,
        "half_pixel_symmetric" => CoordinateTransform.HalfPixelSymmetric,
        "pytorch_half_pixel" => CoordinateTransform.PytorchHalfPixel,
        "align_corners" => CoordinateTransform.AlignCorners,
        "asymmetric" => CoordinateTransform.Asymmetric,
        "tf_half_pixel_for_nn" => CoordinateTransform.TfHalfPixelForNN,
        "tf_crop_and_resize" => CoordinateTransform.TfCropAndResize,
        _ => throw new ModelException($"coordinate_transformation_mode '{name}' is unknown"),
    };

    static NearestMode Nearest(string name) => name switch
    {
        "round_prefer_floor" or "" => NearestMode.RoundPreferFloor,
        "round_prefer_ceil" => NearestMode.RoundPreferCeil,
        "floor" => NearestMode.Floor,
        "ceil" => NearestMode.Ceil,
        _ => throw new ModelException($"nearest_mode '{name}' is unknown"),
    };
}
