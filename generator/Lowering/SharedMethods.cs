using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>Methods of a rung that its kernels' methods call: each text stands once, however many kernels ask for it.</summary>
/// <param name="names">The names taken in the class; those of the methods are added.</param>
sealed class SharedMethods(Names names)
{
    readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    readonly CodeWriter _code = new();

    bool _isAskedFor;

    /// <summary>Whether what is written asks for one of them.</summary>
    public bool AreAskedForBy(Action write)
    {
        _isAskedFor = false;
        write();
        return _isAskedFor;
    }

    /// <summary>
    /// The name of the method with these parameters and this body, inlined wherever it is called; <paramref name="stem"/> or, if that is
    /// taken, with a number.
    /// </summary>
    public string Inlined(string stem, string parameters, string body) => Add(stem, parameters, body, "MethodImplOptions.AggressiveInlining");

    /// <summary>The same for what is too large to be inlined: optimised at once, as the methods that call it are.</summary>
    public string Called(string stem, string parameters, string body) => Add(stem, parameters, body, "Alone");

    string Add(string stem, string parameters, string body, string options)
    {
        _isAskedFor = true;
        var key = $"{stem}({parameters})\n{body}";
        if (_known.TryGetValue(key, out var name)) return name;
        _known[key] = name = names.Unique(stem);
        _code.Line($"[MethodImpl({options})]");
        using (_code.Braces($"static void {name}({parameters})")) _code.Line(body.TrimEnd('\n'));
        _code.Line();
        return name;
    }

    /// <summary>All of them, in the order in which they were first asked for.</summary>
    public override string ToString() => _code.ToString();
}
