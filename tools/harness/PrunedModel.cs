using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Harness;

/// <summary>Which four fifths of a model's weights are zero.</summary>
enum Pruning
{
    /// <summary>Whole filters with their biases, as structured pruning leaves them.</summary>
    Channels,
    /// <summary>Of sixteen neighbouring filters, the weights that read one tap of one input channel (of bytes: of four channels).</summary>
    Blocks,
    /// <summary>Single weights.</summary>
    Weights,
}

/// <summary>
/// A model's twin in which four of five weights of each convolution and matrix product but the last are zero: what pruning leaves, without its
/// training. Which ones follows from their places alone.
/// </summary>
sealed class PrunedModel
{
    const int KeptOne = 5, FewestFilters = 16, BlockFilters = 16;

    readonly ModelProto _model;
    readonly Dictionary<string, TensorProto> _tensors;
    readonly Dictionary<string, NodeProto> _makers = [];
    readonly HashSet<TensorProto> _done = [];

    PrunedModel(byte[] model)
    {
        _model = ModelProto.Parser.ParseFrom(model);
        _tensors = _model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var node in _model.Graph.Node)
            foreach (var output in node.Output) _makers[output] = node;
    }

    /// <summary>The twin's bytes. The weights must lie in the model's file.</summary>
    public static byte[] Of(byte[] model, Pruning pruning)
    {
        var pruned = new PrunedModel(model);
        NodeProto[] products =
            [.. pruned._model.Graph.Node.Where(node => node.OpType is "Conv" or "Gemm" or "MatMul" or "QLinearConv" or "QLinearMatMul")];
        foreach (var product in products.SkipLast(1)) pruned.Prune(product, pruning);
        return pruned._model.ToByteArray();
    }

    void Prune(NodeProto product, Pruning pruning)
    {
        var isQLinear = product.OpType.StartsWith("QLinear", StringComparison.Ordinal);
        if (Constant(product.Input[isQLinear ? 3 : 1]) is not { } weights || !_done.Add(weights.Proto)) return;
        var zeros = isQLinear ? Constant(product.Input[5])?.Numbers : weights.Zeros;
        var isConv = product.OpType.EndsWith("Conv", StringComparison.Ordinal);
        var columns = !isConv && !product.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I != 0);
        var sizes = weights.Numbers.Shape.Sizes;
        int filters = columns ? sizes[^1] : sizes[0], inputs = columns ? sizes[0] : sizes[1], taps = isConv
            ? sizes.Skip(2).Aggregate(1, (a, b) => a * b) : 1;
        if (filters < FewestFilters || (pruning == Pruning.Blocks && inputs == 1) || weights.Numbers.Shape.Rank < 2) return;
        for (var i = 0; i < weights.Numbers.Count; i++)
        {
            var (filter, input, tap) = columns ? (i % filters, i / filters, 0) : (i / (inputs * taps), i / taps % inputs, i % taps);
            if (!IsZero(filter, input, tap)) continue;
            weights.Numbers.SetDouble(i, zeros is null ? 0 : zeros.GetDouble(zeros.Count == 1 ? 0 : filter));
        }
        Store(weights);
        if (pruning == Pruning.Channels) PruneBiases(product, isQLinear ? 8 : 2, filters);

        bool IsZero(int filter, int input, int tap) => pruning switch
        {
            Pruning.Channels => filter % KeptOne != 0,
            Pruning.Blocks => (filter / BlockFilters * 7 + input / (weights.Numbers.Element.Size() == 1 ? 4 : 1) * 3 + tap * 4) % KeptOne != 0,
            _ => (unchecked((uint)((filter * inputs + input) * taps + tap) * 2654435761u) >> 20) % KeptOne != 0,
        };
    }

    /// <summary>What is added to a pruned filter's sums, by itself, by a normalisation or by an Add behind it, is zero too.</summary>
    void PruneBiases(NodeProto product, int bias, int filters)
    {
        var behind = _model.Graph.Node.Where(node => node.Input.Contains(product.Output[0])).ToArray();
        string[] names =
        [
            .. product.Input.Skip(bias).Take(1),
            .. behind.Where(node => node.OpType == "BatchNormalization").SelectMany(node => node.Input.Skip(1).Take(2)),
            .. behind.Where(node => node.OpType == "Add").SelectMany(node => node.Input),
        ];
        foreach (var name in names)
        {
            if (Constant(name) is not { } added || added.Numbers.Count != filters || !_done.Add(added.Proto)) continue;
            for (var filter = 0; filter < filters; filter++)
                if (filter % KeptOne != 0) added.Numbers.SetDouble(filter, 0);
            Store(added);
        }
    }

    /// <summary>An initialiser, read directly or through DequantizeLinear; with its zero points in that case.</summary>
    (TensorProto Proto, Tensor Numbers, Tensor? Zeros)? Constant(string name)
    {
        var zeros = default(Tensor);
        if (_makers.TryGetValue(name, out var maker) && maker.OpType == "DequantizeLinear")
        {
            if (maker.Input.Count > 2) zeros = Constant(maker.Input[2])?.Numbers;
            name = maker.Input[0];
        }
        return _tensors.TryGetValue(name, out var proto) ? (proto, new TensorReader(null).Read(proto), zeros) : null;
    }

    static void Store((TensorProto Proto, Tensor Numbers, Tensor? Zeros) constant)
    {
        var (proto, numbers, _) = constant;
        proto.FloatData.Clear();
        proto.Int32Data.Clear();
        proto.RawData = ByteString.CopyFrom(numbers.Bytes);
    }
}
