namespace EdgeCompile.Support;

/// <summary>Hands out identifiers that differ from each other even when case is ignored, in the order they are asked for.</summary>
sealed class Names(params string[] reserved)
{
    readonly HashSet<string> _taken = new(reserved, StringComparer.OrdinalIgnoreCase);

    public string Unique(string name)
    {
        var candidate = name;
        for (var suffix = 2; !_taken.Add(candidate.TrimStart('@')); suffix++) candidate = name.TrimStart('@') + "_" + CSharpText.Number(suffix);
        return candidate;
    }
}
