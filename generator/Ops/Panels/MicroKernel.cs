using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// A method that a rung has once and that is inlined into each layer that calls it. Distances and counts are its parameters and literals in
/// the calls, so that compilers fold them into addresses as if each layer had a text of its own.
/// </summary>
sealed class MicroKernel(KernelWriter caller)
{
    readonly List<(string Type, string Name, string Argument)> _references = [];
    readonly List<(string Name, string Argument)> _indices = [];
    readonly Dictionary<string, int> _distances = [];
    readonly List<string> _order = [];

    readonly SortedSet<int> _counters = [];
    readonly List<(string Type, string Name)> _reused = [];
    int _declared;

    public CodeWriter Code { get; } = new();

    /// <summary>What an epilogue computes.</summary>
    public SharedLocals Locals { get; } = new();

    /// <summary>
    /// The most locals that a method may have to be inlined (MAX_INL_LCLS of RyuJIT). A tile has its sums, a row of weights, counters, and what
    /// an epilogue computes, which shares its places with the weights.
    /// </summary>
    public const int LocalsAtMost = 32;

    /// <summary>Declares locals of the type, each a name or <c>name = value</c>, and counts them.</summary>
    public void Declare(string type, params string[] locals)
    {
        if (locals.Length == 0) return;
        _declared += locals.Length;
        Code.Line($"{type} {string.Join(", ", locals)};");
    }

    /// <summary>Names what the statements right behind read and none later: the C# compiler keeps it on its stack, so that it is no local.</summary>
    public void Let(string name, string value) => Code.Line($"var {name} = {value};");

    /// <summary>
    /// Gives a local a value until the next such statement: the C# compiler has one place for a local, however often it gets a value.
    /// </summary>
    public void Assign(string type, string name, string value)
    {
        if (!_reused.Contains((type, name))) _reused.Add((type, name));
        Code.Line($"{name} = {value};");
    }

    /// <summary>A loop with the counter of that number, 0 for innermost ones; counters are shared by loops that follow one another.</summary>
    public IDisposable Loop(int counter, string times)
    {
        _counters.Add(counter);
        return Code.Braces($"for ({Counter(counter)} = 0; {Counter(counter)} < {times}; {Counter(counter)}++)");
    }

    public static string Counter(int number) => "k" + CSharpText.Number(number);

    /// <summary>A parameter that refers to an element; <paramref name="argument"/> is the C# behind <c>ref</c> in the caller.</summary>
    public void Reference(string type, string name, string argument)
    {
        if (_references.All(known => known.Name != name)) _references.Add((type, name, argument));
    }

    /// <summary>A parameter that is handed over under the same name, or as another expression.</summary>
    public void Index(string name, string? argument = null)
    {
        if (_indices.All(known => known.Name != name)) _indices.Add((name, argument ?? name));
    }

    /// <summary>The name of a number that differs between layers.</summary>
    public string Number(string name, int value)
    {
        if (!_distances.ContainsKey(name))
        {
            _distances[name] = value;
            _order.Add(name);
        }
        return name;
    }

    /// <summary>A sum of multiples of such numbers, and a constant; multiples of zero are left out with their numbers.</summary>
    public string Sum(IEnumerable<(string Name, int Value, string Times)> terms, int constant = 0)
    {
        var parts = terms.Where(term => term.Times != "0")
            .Select(term => term.Times == "1" ? Number(term.Name, term.Value) : $"{Number(term.Name, term.Value)} * {term.Times}").ToList();
        if (constant != 0 || parts.Count == 0) parts.Add(CSharpText.Number(constant));
        return string.Join(" + ", parts);
    }

    /// <summary>Writes the call, and the method where the rung does not have it yet.</summary>
    /// <param name="stem">Its name, or how that begins.</param>
    /// <param name="mayBeCalled">
    /// Whether a method that would not be inlined is called: its sums lie in memory anyway. Else it stands in the caller.
    /// </param>
    public void Call(string stem, bool mayBeCalled = false)
    {
        var body = Declarations() + Code;
        var isInlined = _declared + _counters.Count + _reused.Count + Locals.Declared.Count <= LocalsAtMost
            && _references.Count + _indices.Count + _order.Count <= LocalsAtMost;
        if (!isInlined && !mayBeCalled)
        {
            WriteInCaller(body);
            return;
        }
        var parameters = _references.Select(reference => $"ref {reference.Type} {reference.Name}")
            .Concat(_indices.Select(index => index.Name).Concat(_order).Select(name => "int " + name));
        var arguments = _references.Select(reference => "ref " + reference.Argument).Concat(_indices.Select(index => index.Argument))
            .Concat(_order.Select(name => $"{name}: {CSharpText.Number(_distances[name])}"));
        var method = isInlined ? caller.Shared.Inlined(stem, string.Join(", ", parameters), body)
            : caller.Shared.Called(stem, string.Join(", ", parameters), body);
        caller.Code.Line($"{method}({string.Join(", ", arguments)});");
    }

    string Declarations() => string.Concat(_counters.Select(counter => (Type: "int", Name: Counter(counter))).Concat(_reused).Concat(Locals.Declared)
        .GroupBy(local => local.Type).Select(type => $"{type.Key} {string.Join(", ", type.Select(local => local.Name))};\n"));

    void WriteInCaller(string body)
    {
        using var _ = caller.Code.Braces();
        foreach (var (type, name, argument) in _references.Where(reference => reference.Name != reference.Argument))
            caller.Code.Line($"ref {type} {name} = ref {argument};");
        foreach (var (name, argument) in _indices.Where(index => index.Name != index.Argument)) caller.Code.Line($"int {name} = {argument};");
        foreach (var name in _order) caller.Code.Line($"const int {name} = {CSharpText.Number(_distances[name])};");
        caller.Code.Line(body.TrimEnd('\n'));
    }
}
