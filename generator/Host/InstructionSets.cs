using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Host;

/// <summary>
/// For which instruction sets a project wants code: those that it names or, where it is published by NativeAOT for a known set, those that
/// can run there. Each one left out is a file less to compile.
/// </summary>
static class InstructionSets
{
    public const string Option = "EdgeCompileInstructionSets";

    static readonly char[] Separators = [',', ';', ' '];

    /// <summary>The names that the option knows.</summary>
    public static string Known => string.Join(", ", Isa.All.Select(isa => isa.Name));

    /// <summary>The rungs by name, from the baseline up; none for all, null where a name is unknown.</summary>
    public static EquatableArray<string>? Read(Func<string, string> property)
    {
        var named = property(Option).Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (named.Any(name => Isa.All.All(isa => !IsCalled(isa, name)))) return null;
        if (named.Length > 0) return Where(isa => named.Any(name => IsCalled(isa, name)));

        // The compiler of NativeAOT answers IsSupported by IlcInstructionSet, for good. Others than these two leave it to the
        // machine, or are too rare.
        if (!property("PublishAot").Equals("true", StringComparison.OrdinalIgnoreCase)) return [];
        return property("IlcInstructionSet").ToLowerInvariant() switch
        {
            "x86-x64-v3" => Where(isa => !IsAvx512(isa)),
            "x86-x64-v4" => Where(isa => isa != Isa.Avx2),
            _ => [],
        };
    }

    static EquatableArray<string> Where(Func<Isa, bool> isWanted) =>
        Isa.All.Where(isa => isa == Isa.Vector128 || isWanted(isa)).Select(isa => isa.Name).ToEquatableArray();

    static bool IsCalled(Isa isa, string name) => isa.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    static bool IsAvx512(Isa isa) => isa.Name.StartsWith(Isa.Avx512.Name, StringComparison.Ordinal);
}
