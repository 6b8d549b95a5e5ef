using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes what is done to sums one after another as a call for each four of them: the C# compiler's time goes by the calls it reads, and tiles
/// are most of what it reads.
/// </summary>
/// <param name="code">Where to.</param>
/// <param name="lanes">Floats of a sum.</param>
readonly struct SumGroups(CodeWriter code, int lanes)
{
    /// <summary>Sums of a group.</summary>
    public const int Most = 4;

    /// <summary>Vectors that broadcasts of several pixels meet in one call.</summary>
    const int MostVectors = 2;

    readonly string _class = Isa.LaneClass(lanes), _groups = Isa.SumsClass(lanes);

    /// <summary>Neighbours in groups of up to four.</summary>
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items) => Enumerable.Range(0, (items.Count + Most - 1) / Most)
        .Select(group => (IReadOnlyList<T>)[.. items.Skip(group * Most).Take(Most)]);

    /// <summary>
    /// Adds to each sum its factor's product with a value, which is written once; <paramref name="local"/> holds it for more than a group.
    /// </summary>
    public void Multiply(string value, string local, IReadOnlyList<(string Factor, string Sum)> sums)
    {
        if (sums.Count > Most)
        {
            code.Line($"{local} = {value};");
            value = local;
        }
        foreach (var group in Of(sums))
            code.Line(group.Count == 1 ? $"{group[0].Sum} = {_class}.Fma({value}, {group[0].Factor}, {group[0].Sum});"
                : $"{_groups}.Fma{Number(group.Count)}({value}, {string.Join(", ", group.Select(sum => $"{sum.Factor}, ref {sum.Sum}"))});");
    }

    /// <summary>
    /// Adds to the sums of each pixel the products of the pixel's float with the vectors; the floats lie a step apart.
    /// </summary>
    public void MultiplyBroadcasts(string reference, string step, IReadOnlyList<string> vectors,
        IReadOnlyList<(string Place, IReadOnlyList<string> Sums)> pixels)
    {
        if (pixels.Count == 1 || vectors.Count > MostVectors)
        {
            foreach (var (place, sums) in pixels)
                Multiply($"{_class}.Broadcast(ref {reference}, {place})", "value", [.. vectors.Zip(sums, (vector, sum) => (vector, sum))]);
            return;
        }
        foreach (var group in Of(pixels))
        {
            if (group.Count == 1)
            {
                MultiplyBroadcasts(reference, step, vectors, group);
                continue;
            }
            var name = $"FmaBroadcasts{Number(group.Count)}{(vectors.Count == 1 ? "" : "x" + Number(vectors.Count))}";
            code.Line($"{_groups}.{name}(ref {reference}, {group[0].Place}, {step}, {string.Join(", ", vectors)}, "
                + $"{string.Join(", ", group.SelectMany(pixel => pixel.Sums).Select(sum => "ref " + sum))});");
        }
    }

    /// <summary>
    /// Stores sums at places that lie a step apart, the first at <paramref name="place"/>; only those from <paramref name="first"/> on, if that is
    /// not null.
    /// </summary>
    public static void Store(CodeWriter code, int lanes, IReadOnlyList<string> sums, string place, string step, string? first)
    {
        var store = sums.Count == 1 ? StoredTile.Store(sums[0], lanes, place)
            : $"{Isa.SumsClass(lanes)}.Store{(first is null ? "" : "From")}{Number(sums.Count)}("
                + $"{string.Join(", ", sums.Select(Bare))}, ref y, {place}, {step}{(first is null ? "" : ", " + first)});";
        code.Line(sums.Count == 1 && first is not null ? $"if ({first} <= 0) {store}" : store);
    }
}
