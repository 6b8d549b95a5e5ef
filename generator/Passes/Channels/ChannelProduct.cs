using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A convolution of one group or a matrix product with constant weights: each output channel is a sum over the input channels that its filter
/// reads. Filters are held as [output][input][tap], whatever order the operator has them in.
/// </summary>
sealed class ChannelProduct
{
    readonly Tensor _filters;
    readonly Tensor? _bias, _zeros;
    readonly bool[] _reads;

    ChannelProduct(Node node, int inputAxis, int outputAxis, bool isPadded, Tensor filters)
    {
        (Node, InputAxis, OutputAxis, IsPadded, _filters) = (node, inputAxis, outputAxis, isPadded, filters);
        Input = node.Input(0);
        IsInteger = node.Op == ConvInteger.Op || node.Op == MatMulInteger.Op;
        if (IsInteger)
        {
            InputZero = node.Has(2) ? node.Input(2).Constant!.GetInt64(0) : 0;
            _zeros = node.Has(3) ? node.Input(3).Constant : null;
        }
        else _bias = node.Op == Conv.Op && node.Has(2) ? node.Input(2).Constant : null;
        _reads = FindReads();
    }

    public Node Node { get; }
    /// <summary>What the product read when it was looked at.</summary>
    public Value Input { get; }
    public int InputAxis { get; }
    public int OutputAxis { get; }
    public bool IsInteger { get; }
    /// <summary>Whether some outputs see padding in the place of input elements.</summary>
    public bool IsPadded { get; }
    /// <summary>The number of an input element that adds nothing, which padding is.</summary>
    public double InputZero { get; }
    public int Outputs => _filters.Shape[0];
    public int Inputs => _filters.Shape[1];
    public int Taps => _filters.Shape[2];

    /// <summary>The node as a product; null if it is none, or its weights are not known, or its filters see parts of the channels.</summary>
    public static ChannelProduct? Of(Node node)
    {
        if (node.Inputs.Skip(1).Any(input => input is { IsConstant: false }) || node.Inputs.Count < 2) return null;
        if (node.Op == Conv.Op || node.Op == ConvInteger.Op)
        {
            var (w, attributes) = (node.Input(1).Constant!, node.AttributesAs<ConvAttributes>());
            if (attributes.Groups != 1 || w.Count == 0) return null;
            return new(node, 1, 1, attributes.Window.LeavesInput(node.Input(0).Shape),
                w.Reshape(new Shape(w.Shape[0], w.Shape[1], attributes.Window.Taps)));
        }
        if (node.Op == MatMul.Op ? !node.Output.Element.IsFloat() : node.Op != MatMulInteger.Op) return null;
        var (b, shape) = (node.Input(1).Constant!, MatMulShape.Of(node));
        if (b.Shape.Rank != 2 || b.Count == 0 || (node.Has(2) && node.Input(2).Shape.Count != 1)
            || (node.Has(3) && !IsForColumns(node.Input(3).Shape, shape))) return null;
        return new(node, node.Input(0).Shape.Rank - (shape.TransposeA ? 2 : 1), node.Output.Shape.Rank - 1, false,
            (shape.TransposeB ? b : Transposed(b)).Reshape(new Shape(shape.N, shape.K, 1)));
    }

    /// <summary>Whether there is one zero point for the matrix or one for each of its columns.</summary>
    static bool IsForColumns(Shape zero, MatMulShape shape) =>
        zero.Count == 1 || (zero.Count == shape.N && (shape.TransposeB ? zero.Rank == 2 && zero[0] == shape.N : zero[zero.Rank - 1] == shape.N));

    public bool Reads(int output, int input) => _reads[output * Inputs + input];
    public bool ReadsInput(int input) => Enumerable.Range(0, Outputs).Any(output => Reads(output, input));

    /// <summary>An integer weight less its zero point.</summary>
    public int Weight(int output, int input, int tap) => (int)(_filters.GetInt64(Place(output, input, tap)) - (long)ZeroOf(output));

    /// <summary>What an output is that reads nothing; null for others.</summary>
    public double? ConstantOf(int output)
    {
        for (var input = 0; input < Inputs; input++)
            if (Reads(output, input)) return null;
        return _bias?.GetDouble(output) ?? 0;
    }

    /// <summary>For each output the first that is the same sum.</summary>
    public int[] Same()
    {
        int size = Inputs * Taps * _filters.Element.Size();
        var (same, first) = (new int[Outputs], new Dictionary<int, List<int>>());
        for (var output = 0; output < Outputs; output++)
        {
            var hash = 17;
            foreach (var part in Filter(output)) hash = unchecked(hash * 31 + part);
            if (!first.TryGetValue(hash, out var like)) first[hash] = like = [];
            var found = like.FindIndex(other => Filter(other).SequenceEqual(Filter(output)) && ZeroOf(other) == ZeroOf(output)
                && (_bias?.GetDouble(other) ?? 0).Equals(_bias?.GetDouble(output) ?? 0));
            same[output] = found < 0 ? output : like[found];
            if (found < 0) like.Add(output);
        }
        return same;

        Span<byte> Filter(int output) => _filters.Bytes.AsSpan(output * size, size);
    }

    /// <summary>
    /// The same product where input channels that are numbers are summands, and those that equal another are read there. Null if nothing is gained.
    /// </summary>
    public Value? Folded(GraphRewriter rewriter, ChannelFacts x)
    {
        var filters = new Tensor(_filters.Element, _filters.Shape, [.. _filters.Bytes]);
        var (summands, changed) = (new double[Outputs], false);
        for (var input = 0; input < Inputs; input++)
        {
            if (!ReadsInput(input)) continue;
            if (x.Numbers[input] is { } number && (number == InputZero || (!IsPadded && Math.Abs(number) <= float.MaxValue))) Sum(input, number - InputZero);
            else if (x.Same[input] == input || !Merge(filters, x.Same[input], input)) continue;
            Clear(filters, input);
            changed = true;
        }
        return changed ? Added(rewriter, filters, summands) : null;

        void Sum(int input, double number)
        {
            for (var output = 0; output < Outputs; output++)
                for (var tap = 0; tap < Taps; tap++) summands[output] += number * (filters.GetDouble(Place(output, input, tap)) - ZeroOf(output));
        }
    }

    /// <summary>The product of some of the channels, in an order of theirs.</summary>
    public Value Narrowed(GraphRewriter rewriter, IReadOnlyList<int> outputs, IReadOnlyList<int> inputs) =>
        Insert(rewriter, _filters.Picked(0, outputs).Picked(1, inputs), _bias?.Picked(0, outputs),
            _zeros is null or { Count: 1 } ? _zeros : _zeros.Picked(_zeros.Shape.Sizes.ToList().FindIndex(size => size > 1), outputs));

    /// <summary>Adds the weights of one input to those of another; false if a weight would leave its type.</summary>
    bool Merge(Tensor filters, int into, int input)
    {
        for (var write = 0; write < 2; write++)
            for (var output = 0; output < Outputs; output++)
                for (var tap = 0; tap < Taps; tap++)
                {
                    var sum = filters.GetDouble(Place(output, into, tap)) + filters.GetDouble(Place(output, input, tap)) - ZeroOf(output);
                    if (write == 1) filters.SetDouble(Place(output, into, tap), sum);
                    else if (IsInteger ? sum < IntegerRange.Of(filters.Element).Low
                        || sum > IntegerRange.Of(filters.Element).High : Math.Abs(sum) > float.MaxValue)
                        return false;
                }
        return true;
    }

    void Clear(Tensor filters, int input)
    {
        for (var output = 0; output < Outputs; output++)
            for (var tap = 0; tap < Taps; tap++) filters.SetDouble(Place(output, input, tap), ZeroOf(output));
    }

    /// <summary>The product with other filters, and a number for each output added.</summary>
    Value Added(GraphRewriter rewriter, Tensor filters, double[] summands)
    {
        var isZero = summands.All(summand => summand == 0);
        var name = Node.Output.Name + ".bias";
        if (Node.Op == Conv.Op)
        {
            var bias = isZero ? _bias : Tensor(_filters.Element, new Shape(Outputs), output => (_bias?.GetDouble(output) ?? 0) + summands[output]);
            return Insert(rewriter, filters, bias, _zeros);
        }
        var product = Insert(rewriter, filters, null, _zeros);
        if (isZero) return product;
        var shape = new Shape([Outputs, .. Enumerable.Repeat(1, product.Shape.Rank - 1 - OutputAxis)]);
        return rewriter.Insert(Node, Arithmetic.Add, OpAttributes.None, product,
            rewriter.Constant(name, Tensor(product.Element, shape, output => summands[output]))).Output;
    }

    static Tensor Tensor(ElementType element, Shape shape, Func<int, double> number)
    {
        var tensor = new Tensor(element, shape);
        for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, number(i));
        return tensor;
    }

    Value Insert(GraphRewriter rewriter, Tensor filters, Tensor? bias, Tensor? zeros)
    {
        int[] sizes = [filters.Shape[0], filters.Shape[1], .. Node.Input(1).Shape.Sizes.Skip(2)];
        var transposed = Node.Attributes is MatMulAttributes { TransposeB: false };
        var weights = transposed ? Transposed(filters.Reshape(new Shape(sizes))) : filters.Reshape(new Shape(sizes));
        Value?[] inputs = [Node.Input(0), rewriter.Constant(Node.Input(1).Name, weights)];
        if (IsInteger) inputs = [.. inputs, Node.Inputs[2], zeros is null ? null : rewriter.Constant(Node.Output.Name + ".zero", zeros)];
        else if (bias is not null) inputs = [.. inputs, rewriter.Constant(Node.Output.Name + ".bias", bias)];
        return rewriter.Insert(Node, Node.Op, Node.Attributes, inputs).Output;
    }

    int Place(int output, int input, int tap) => (output * Inputs + input) * Taps + tap;

    double ZeroOf(int output) => _zeros is null ? 0 : _zeros.GetInt64(_zeros.Count == 1 ? 0 : output);

    bool[] FindReads()
    {
        var reads = new bool[Outputs * Inputs];
        var floats = _filters.Element == ElementType.Float32 ? _filters.Span<float>() : default;
        for (var output = 0; output < Outputs; output++)
        {
            var zero = ZeroOf(output);
            for (var pair = output * Inputs; pair < (output + 1) * Inputs; pair++)
                for (var i = pair * Taps; i < (pair + 1) * Taps && !reads[pair]; i++)
                    reads[pair] = floats.Length > 0 ? floats[i] != 0 : IsInteger ? _filters.Bytes[i] != unchecked((byte)(long)zero)
                        : _filters.GetDouble(i) != 0;
        }
        return reads;
    }

    static Tensor Transposed(Tensor matrix)
    {
        var (rows, columns) = (matrix.Shape[0], matrix.Shape[1]);
        var transposed = new Tensor(matrix.Element, new Shape(columns, rows));
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) Elements.Copy(matrix, row * columns + column, transposed, column * rows + row);
        return transposed;
    }
}
