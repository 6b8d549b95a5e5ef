using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// An equation with a label for each axis of each operand and of the result; the axes of an ellipsis have labels beyond the letters.
/// </summary>
sealed record EinsumEquation(IReadOnlyList<string> Operands, string Result, IReadOnlyDictionary<char, int> Sizes)
{
    const char FirstOfEllipsis = '\uE000';

    public static EinsumEquation Parse(string text, IReadOnlyList<Shape> shapes)
    {
        text = text.Replace(" ", "");
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var left = (arrow < 0 ? text : text.Substring(0, arrow)).Split(',');
        if (left.Length != shapes.Count) throw new ModelException($"the equation has {left.Length} operands, the node {shapes.Count}");
        var ellipsis = Enumerable.Range(0, left.Length).Max(i => EllipsisRank(left[i], shapes[i]));
        string[] operands = [.. left.Select((labels, i) => Expanded(labels, EllipsisRank(labels, shapes[i]), ellipsis))];
        var sizes = SizesOf(operands, shapes);
        var all = string.Concat(operands);
        // Without a right side: the ellipsis, then in order of the alphabet what occurs once.
        var result = arrow >= 0
            ? Expanded(text.Substring(arrow + 2), ellipsis, ellipsis)
            : Expanded("...", ellipsis, ellipsis)
                + string.Concat(all.Where(label => label < FirstOfEllipsis && all.IndexOf(label) == all.LastIndexOf(label)).OrderBy(label => label));
        if (result.Distinct().Count() != result.Length || result.Any(label => !sizes.ContainsKey(label)))
            throw new ModelException("the equation's result has a label twice or one that no operand has");
        return new(operands, result, sizes);
    }

    static int EllipsisRank(string labels, Shape shape) => labels.Contains("...") ? Math.Max(0, shape.Rank - (labels.Length - 3)) : 0;

    /// <summary>The labels with those of the last <paramref name="rank"/> of <paramref name="most"/> axes in place of an ellipsis.</summary>
    static string Expanded(string labels, int rank, int most)
    {
        var axes = string.Concat(Enumerable.Range(most - rank, rank).Select(i => (char)(FirstOfEllipsis + i)));
        var expanded = labels.Replace("...", axes);
        return expanded.All(label => label is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= FirstOfEllipsis)
            ? expanded
            : throw new ModelException("the equation has something else than letters, commas, '->' and '...'");
    }

    static Dictionary<char, int> SizesOf(string[] operands, IReadOnlyList<Shape> shapes)
    {
        var sizes = new Dictionary<char, int>();
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Length != shapes[i].Rank) throw new ModelException($"operand {i} has {operands[i].Length} labels for shape {shapes[i]}");
            for (var axis = 0; axis < shapes[i].Rank; axis++)
            {
                var (label, size) = (operands[i][axis], shapes[i][axis]);
                if (!sizes.TryGetValue(label, out var known) || known == 1) sizes[label] = size;
                else if (size != known && size != 1) throw new ModelException($"axis {axis} of operand {i} has size {size} where another has {known}");
            }
        }
        return sizes;
    }
}
