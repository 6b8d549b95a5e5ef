using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Emit;

/// <summary>
/// The short names by which a rung's code calls the runtime's classes of its lane counts, as using directives: by them a name cannot mean
/// what a user has called so.
/// </summary>
static class RungAliases
{
    /// <param name="isa">The rung.</param>
    /// <param name="isNamed">Whether the code contains a text; of generic and rarer classes those alone are aliased that it names.</param>
    public static IEnumerable<string> Of(Isa isa, Func<string, bool> isNamed) => isa.LaneCounts.SelectMany(lanes => Of(lanes, isNamed));

    static IEnumerable<string> Of(int lanes, Func<string, bool> isNamed)
    {
        yield return Runtime(LaneTypes.ClassOf(ElementType.Float32, lanes));
        yield return Runtime(LaneTypes.ClassOf(ElementType.Int32, lanes));
        var vector = lanes == 1 ? "float" : $"global::System.Runtime.Intrinsics.Vector{Support.CSharpText.Number(32 * lanes)}<float>";
        var sums = Isa.SumsClass(lanes);
        if (isNamed(sums + "."))
            yield return $"using {sums} = global::EdgeCompile.Runtime.Sums<global::EdgeCompile.Runtime.{Isa.LaneClass(lanes)}, {vector}>;";
        if (lanes == 1) yield break;
        if (isNamed(Isa.DotClass(lanes) + ".")) yield return Runtime(Isa.DotClass(lanes));
        yield return Runtime(ByteLanes.ClassOf(4 * lanes));
        yield return $"using {Isa.VectorType(lanes)} = {vector};";
    }

    static string Runtime(string name) => $"using {name} = global::EdgeCompile.Runtime.{name};";
}
