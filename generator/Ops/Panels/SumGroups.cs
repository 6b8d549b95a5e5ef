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

    /// <summary>Adds to each sum its factor's product with a value.</summary>
    public void Multiply(string value, IReadOnlyList<(string Factor, string Sum)> sums)
    {
        foreach (var group in Of(sums))
            code.Line(group.Count == 1 ? Fused(value, group[0])
                : $"{_groups}.Fma{Number(group.Count)}({value}, {Factors(group)});");
    }

    /// <summary>
    /// Adds to each sum its factor's product with the vector at a place, which is read once; <paramref name="local"/> holds it for more than a
    /// group.
    /// </summary>
    public void MultiplyLoaded(string reference, string place, string local, IReadOnlyList<(string Factor, string Sum)> sums)
    {
        var value = $"{_class}.Load(ref {reference}, {place})";
        if (sums.Count > Most)
        {
            code.Line($"{local} = {value};");
            Multiply(local, sums);
        }
        else code.Line(sums.Count == 1 ? Fused(value, sums[0])
            : $"{_groups}.FmaLoad{Number(sums.Count)}(ref {reference}, {place}, {Factors(sums)});");
    }

    /// <summary>Adds to each sum the product of one float with the sum's vector; the vectors lie side by side.</summary>
    public void MultiplyRow(string reference, string place, string vectors, Func<int, string> vectorPlace, IReadOnlyList<string> sums)
    {
        foreach (var group in Of([.. sums.Select((sum, i) => (Sum: sum, Vector: i))]))
        {
            var first = vectorPlace(group[0].Vector);
            code.Line(group.Count == 1
                ? Fused($"{_class}.Broadcast(ref {reference}, {place})", ($"{_class}.Load(ref {vectors}, {first})", group[0].Sum))
                : $"{_groups}.FmaRow{Number(group.Count)}(ref {reference}, {place}, ref {vectors}, {first}, "
                    + $"{string.Join(", ", group.Select(one => "ref " + one.Sum))});");
        }
    }

    /// <summary>
    /// Adds to the sums of each pixel the products of the pixel's float with the vectors; the floats lie a step apart.
    /// </summary>
    public void MultiplyBroadcasts(string reference, string step, IReadOnlyList<string> vectors,
        IReadOnlyList<(string Place, IReadOnlyList<string> Sums)> pixels)
    {
        var name = $"{_groups}.FmaBroadcasts";
        var by = vectors.Count == 1 ? "" : "x" + Number(vectors.Count);
        foreach (var group in Of(pixels))
            if (group.Count > 1 && vectors.Count <= MostVectors)
                code.Line($"{name}{Number(group.Count)}{by}(ref {reference}, {group[0].Place}, {step}, {string.Join(", ", vectors)}, "
                    + $"{string.Join(", ", group.SelectMany(pixel => pixel.Sums).Select(sum => "ref " + sum))});");
            else
                foreach (var (place, sums) in group)
                    Multiply($"{_class}.Broadcast(ref {reference}, {place})", [.. vectors.Zip(sums, (vector, sum) => (vector, sum))]);
    }

    string Fused(string value, (string Factor, string Sum) sum) => $"{sum.Sum} = {_class}.Fma({value}, {sum.Factor}, {sum.Sum});";

    static string Factors(IEnumerable<(string Factor, string Sum)> sums) => string.Join(", ", sums.Select(sum => $"{sum.Factor}, ref {sum.Sum}"));

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
