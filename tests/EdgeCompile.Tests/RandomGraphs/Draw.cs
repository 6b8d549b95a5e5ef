using EdgeCompile.Ir;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>Random choices; the same ones for the same seed, on any machine and version of .NET.</summary>
sealed class Draw(int seed)
{
    // Random with a seed keeps the algorithm of .NET Framework for compatibility.
    readonly Random _random = new(seed);

    /// <summary>A number of <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Int(int from, int to) => _random.Next(from, to + 1);
    public bool Chance(double probability) => _random.NextDouble() < probability;
    public double Real(double from, double to) => from + (to - from) * _random.NextDouble();
    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Some of the items, at least one, in their order.</summary>
    public T[] Some<T>(IReadOnlyList<T> items)
    {
        var some = items.Where(_ => Chance(0.5)).ToArray();
        return some.Length > 0 || items.Count == 0 ? some : [Pick(items)];
    }

    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Int(0, i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>Sizes that are small, odd, one, a vector's or a little more than a vector's.</summary>
    public int Size() => Pick<int>([1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 19, 33]);

    /// <summary>A shape of at most that many elements.</summary>
    public int[] Shape(int leastRank = 0, int mostRank = 5, int mostElements = 700)
    {
        var sizes = new int[Int(leastRank, mostRank)];
        var left = mostElements;
        foreach (var axis in Permutation(sizes.Length))
        {
            sizes[axis] = Math.Min(Size(), Math.Max(1, left));
            left /= sizes[axis];
        }
        return sizes;
    }

    /// <summary>Numbers that suit the element type, for floats of one range.</summary>
    public Tensor Tensor(ElementType element, IReadOnlyList<int> sizes)
    {
        var (from, to) = element.IsFloat() ? Pick<(double, double)>([(-2, 2), (-2, 2), (-8, 8), (0.05, 0.95), (1.1, 3)])
            : element == ElementType.Bool ? (0, 1) : element.IsUnsigned() ? (0, 20) : (-9, 9);
        var tensor = new Tensor(element, new Shape(sizes));
        for (var i = 0; i < tensor.Count; i++)
            if (element.IsFloat()) tensor.SetDouble(i, Real(from, to));
            else tensor.SetInt64(i, Int((int)from, (int)to));
        return tensor;
    }
}
