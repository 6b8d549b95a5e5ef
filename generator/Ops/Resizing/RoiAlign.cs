using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <param name="Height">Bins of a region, down.</param>
/// <param name="Width">Bins of a region, across.</param>
/// <param name="Samples">Points of a bin along each axis; 0: as many as it has elements.</param>
/// <param name="Scale">From the regions' coordinates to those of x.</param>
/// <param name="HalfPixel">Whether coordinates mean corners of elements; otherwise centres, and a region is at least one element large.</param>
/// <param name="Largest">The largest of what the points are made of, instead of their average.</param>
sealed record RoiAlignAttributes(int Height, int Width, int Samples, float Scale, bool HalfPixel, bool Largest) : OpAttributes;

/// <summary>
/// Regions of x: N x C x H x W, each cut into bins, each bin the average of points blended from their four neighbours. Inputs are x, the
/// regions' corners x1 y1 x2 y2, and whose picture each is of. ONNX: RoiAlign.
/// </summary>
static class RoiAlign
{
    public static readonly Op Op = new("RoiAlign")
    {
        Infer = Infer,
        Evaluate = context =>
            [Evaluate(context.Tensor(0), context.Tensor(1), context.Tensor(2), context.NewOutput(), context.Attributes<RoiAlignAttributes>())],
        Lower = node => [new KernelNode(new RoiAlignKernel(node))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("RoiAlign", 10, node => Import(node, halfPixel: false)),
        new("RoiAlign", 16, node => Import(node, HalfPixel(node))),
    ];

    static bool HalfPixel(OnnxNode node) => node.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => true,
        "output_half_pixel" => false,
        var other =>
            throw new ModelException($"coordinate_transformation_mode '{other}' is unknown", "'half_pixel' and 'output_half_pixel' are known"),
    };

    static Value Import(OnnxNode node, bool halfPixel)
    {
        var mode = node.Text("mode", "avg");
        if (mode is not ("avg" or "max")) throw new ModelException($"attribute 'mode' is '{mode}'", "'avg' and 'max' are known");
        var sizes = Window.Narrow([node.Int("output_height", 1), node.Int("output_width", 1), node.Int("sampling_ratio", 0)]);
        var attributes = new RoiAlignAttributes(sizes[0], sizes[1], sizes[2], node.Float("spatial_scale", 1), halfPixel, mode == "max");
        return node.Add(Op, attributes, node.Input(0), node.Input(1), node.Input(2));
    }

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, regions, pictures, attributes) = (context.Type(0), context.Type(1), context.Type(2), context.Attributes<RoiAlignAttributes>());
        if (!x.Element.IsFloat() || regions.Element != x.Element || pictures.Element != ElementType.Int64)
            throw new ModelException($"x is {x.Element.Text()}, the regions {regions.Element.Text()} and their pictures {pictures.Element.Text()}");
        if (x.Shape.Rank != 4 || regions.Shape.Rank != 2 || regions.Shape[1] != 4 || !pictures.Shape.Sizes.SequenceEqual([regions.Shape[0]]))
            throw new ModelException($"regions of {regions.Shape} in pictures of {pictures.Shape} do not fit x of {x.Shape}");
        if (attributes.Height < 1 || attributes.Width < 1 || attributes.Samples < 0)
            throw new ModelException($"output size {attributes.Height} x {attributes.Width} with sampling_ratio {attributes.Samples} is not defined");
        return [x with { Shape = new Shape(regions.Shape[0], x.Shape[1], attributes.Height, attributes.Width) }];
    }

    static Tensor Evaluate(Tensor x, Tensor regions, Tensor pictures, Tensor output, RoiAlignAttributes attributes)
    {
        int height = x.Shape[2], width = x.Shape[3], at = 0;
        // Places are computed as the elements are stored: rounding decides how many points there are, and which lie outside.
        Func<double, double> round = x.Element == ElementType.Float64 ? number => number : number => (float)number;
        for (var r = 0; r < regions.Shape[0]; r++)
        {
            var picture = pictures.GetInt64(r);
            if (picture < 0 || picture >= x.Shape[0]) throw new ModelException($"region {r} is of picture {picture} of {x.Shape[0]}");
            var (left, binWidth, across) = Side(0, attributes.Width);
            var (top, binHeight, down) = Side(1, attributes.Height);
            for (var c = 0; c < x.Shape[1]; c++)
                for (var i = 0; i < attributes.Height; i++)
                    for (var j = 0; j < attributes.Width; j++) output.SetDouble(at++, Bin(((int)picture * x.Shape[1] + c) * height * width, i, j));

            (double Start, double Bin, int Points) Side(int corner, int bins)
            {
                var offset = attributes.HalfPixel ? 0.5 : 0;
                var start = round(round(regions.GetDouble(4 * r + corner) * attributes.Scale) - offset);
                var size = round(round(round(regions.GetDouble(4 * r + corner + 2) * attributes.Scale) - offset) - start);
                var bin = round((attributes.HalfPixel ? size : Math.Max(size, 1)) / bins);
                return (start, bin, attributes.Samples > 0 ? attributes.Samples : (int)Math.Ceiling(bin));
            }

            double Bin(int plane, int i, int j)
            {
                var points = new List<double[]>();
                for (var p = 0; p < down; p++)
                    for (var q = 0; q < across; q++)
                    {
                        double y = Place(top, i, binHeight, p, down), v = Place(left, j, binWidth, q, across);
                        points.Add(y < -1 || y > height || v < -1 || v > width ? [0, 0, 0, 0] : Corners(plane, y, v));
                    }
                if (points.Count == 0) return 0;
                return attributes.Largest ? points.Max(point => point.Max()) : points.Sum(point => point.Sum()) / points.Count;
            }
        }
        return output;

        double Place(double start, int bin, double size, int point, int points) =>
            round(round(start + round(bin * size)) + round(round((point + 0.5) * size) / points));

        double[] Corners(int plane, double y, double v)
        {
            var (top, bottom, down) = Neighbours(y, height);
            var (left, right, across) = Neighbours(v, width);
            return
            [
                (1 - down) * (1 - across) * x.GetDouble(plane + top * width + left), (1 - down) * across * x.GetDouble(plane + top * width + right),
                down * (1 - across) * x.GetDouble(plane + bottom * width + left), down * across * x.GetDouble(plane + bottom * width + right),
            ];
        }

        static (int First, int Second, double Share) Neighbours(double place, int size)
        {
            place = Math.Max(place, 0);
            var first = Math.Min((int)place, size - 1);
            return first == size - 1 ? (first, first, 0) : (first, first + 1, place - first);
        }
    }
}
