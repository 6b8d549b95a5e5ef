using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Einstein's sum, made of what it stands for: an operand's own axes are summed or taken as a diagonal, then the operands are multiplied
/// one after another, by MatMul where axes of both vanish. ONNX: Einsum.
/// </summary>
static class Einsum
{
    /// <summary>A value with a label for each axis.</summary>
    sealed record Term(Value Value, string Labels)
    {
        public int SizeOf(char label) => Value.Shape[Labels.IndexOf(label)];
        public int[] SizesOf(string labels) => [.. labels.Select(SizeOf)];
    }

    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("Einsum", 12, Import)];

    static Value Import(OnnxNode node)
    {
        var equation = EinsumEquation.Parse(node.Text("equation"), [.. node.Inputs.Select((_, i) => node.Input(i).Shape)]);
        var terms = node.Inputs.Select((_, i) => Diagonal(node, new(node.Input(i), equation.Operands[i]))).ToList();
        var sizes = equation.Sizes;
        terms = [.. terms.Select(term => WithoutOnes(node, term, sizes))];
        var product = terms[0];
        for (var i = 1; i < terms.Count; i++)
        {
            var wanted = equation.Result + string.Concat(terms.Skip(i + 1).Select(term => term.Labels));
            product = Product(node, Summed(node, product, wanted + terms[i].Labels), Summed(node, terms[i], wanted + product.Labels), wanted);
        }
        product = Summed(node, product, equation.Result);
        var result = Ordered(node, product, equation.Result).Value;
        return result == node.Input(0) ? node.Add(Identity.Op, result) : result;
    }

    /// <summary>Axes with the same label become one, of the elements whose indices are equal: every (n+1)-th of the n * n.</summary>
    static Term Diagonal(OnnxNode node, Term term)
    {
        while (term.Labels.FirstOrDefault(label => term.Labels.IndexOf(label) != term.Labels.LastIndexOf(label)) is var twice && twice != default)
        {
            int first = term.Labels.IndexOf(twice), second = term.Labels.LastIndexOf(twice), n = term.Value.Shape[first];
            if (term.Value.Shape[second] != n) throw new ModelException($"axes {first} and {second} of {term.Value.Shape} have one label and two sizes");
            int[] others = [.. Enumerable.Range(0, term.Labels.Length).Where(axis => axis != first && axis != second)];
            int[] kept = [.. others.Select(axis => term.Value.Shape[axis])];
            var flat = Reshape.To(node, Transpose.To(node, term.Value, [.. others, first, second]), [.. kept, n * n]);
            var diagonal = node.Add(Slice.Op, SliceAttributes.Whole(flat.Shape).Along(others.Length, 0, n + 1, n), flat);
            term = new(diagonal, string.Concat(others.Select(axis => term.Labels[axis])) + twice);
        }
        return term;
    }

    /// <summary>An axis of size 1 that is longer in another operand is broadcast; without it, it is.</summary>
    static Term WithoutOnes(OnnxNode node, Term term, IReadOnlyDictionary<char, int> sizes)
    {
        var kept = string.Concat(term.Labels.Where(label => term.SizeOf(label) == sizes[label]));
        return kept == term.Labels ? term : new(Reshape.To(node, term.Value, term.SizesOf(kept)), kept);
    }

    /// <summary>The sum over the labels that nothing else wants.</summary>
    static Term Summed(OnnxNode node, Term term, string wanted)
    {
        int[] axes = [.. Enumerable.Range(0, term.Labels.Length).Where(axis => !wanted.Contains(term.Labels[axis]))];
        return axes.Length == 0
            ? term
            : new(node.Add(Reduce.Sum, new ReduceAttributes(axes, KeepDimensions: false), term.Value),
                string.Concat(term.Labels.Where(wanted.Contains)));
    }

    /// <summary>The product of two operands, summed over the axes of both that are not wanted any more.</summary>
    static Term Product(OnnxNode node, Term a, Term b, string wanted)
    {
        var shared = string.Concat(a.Labels.Where(b.Labels.Contains));
        string batch = string.Concat(shared.Where(wanted.Contains)), inner = string.Concat(shared.Where(label => !wanted.Contains(label)));
        string rows = Without(a.Labels, shared), columns = Without(b.Labels, shared);
        int[] batches = a.SizesOf(batch), result = [.. batches, .. a.SizesOf(rows), .. b.SizesOf(columns)];
        int m = Count(a.SizesOf(rows)), k = Count(a.SizesOf(inner)), n = Count(b.SizesOf(columns));
        var left = Ordered(node, a, batch + rows + inner).Value;
        var right = Ordered(node, b, batch + inner + columns).Value;
        if (inner.Length > 0)
        {
            var product = node.Add(MatMul.Op, new MatMulAttributes(), Reshape.To(node, left, [.. batches, m, k]),
                Reshape.To(node, right, [.. batches, k, n]));
            return new(Reshape.To(node, product, result), batch + rows + columns);
        }
        left = Reshape.To(node, left, [.. batches, .. a.SizesOf(rows), .. columns.Select(_ => 1)]);
        right = Reshape.To(node, right, [.. batches, .. rows.Select(_ => 1), .. b.SizesOf(columns)]);
        return new(node.Add(Arithmetic.Mul, left, right), batch + rows + columns);
    }

    static Term Ordered(OnnxNode node, Term term, string labels) => labels == term.Labels
        ? term
        : new(Transpose.To(node, term.Value, [.. labels.Select(label => term.Labels.IndexOf(label))]), labels);

    static string Without(string labels, string others) => string.Concat(labels.Where(label => !others.Contains(label)));
    static int Count(int[] sizes) => sizes.Aggregate(1, (a, b) => checked(a * b));
}
