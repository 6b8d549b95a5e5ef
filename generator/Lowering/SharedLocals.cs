using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Locals of a method that parts which follow one another share. The C# compiler gives each named local a place of its own, however soon
/// its braces end, and RyuJIT inlines no method that has many.
/// </summary>
sealed class SharedLocals
{
    readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    readonly List<(string Type, string Name)> _declared = [];

    /// <summary>Those that were not offered: the method declares them.</summary>
    public IReadOnlyList<(string Type, string Name)> Declared => _declared;

    /// <summary>Adds locals of the method whose values nobody needs any more.</summary>
    public void Offer(string type, IEnumerable<string> names) => Of(type).AddRange(names.Except(Of(type)).ToArray());

    /// <summary>A part ends: its locals can be taken again.</summary>
    public void Release() => _taken.Clear();

    /// <summary>A local that no other value of the part has.</summary>
    public string Take(string type)
    {
        var names = Of(type);
        _taken.TryGetValue(type, out var taken);
        _taken[type] = taken + 1;
        if (taken == names.Count)
        {
            names.Add("t" + CSharpText.Number(_declared.Count));
            _declared.Add((type, names[taken]));
        }
        return names[taken];
    }

    List<string> Of(string type) => _names.TryGetValue(type, out var names) ? names : _names[type] = [];
}
