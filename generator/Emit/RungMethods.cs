using EdgeCompile.Lowering;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// The methods of a rung, each distinct text once, and the calls of them in order. Some steps are called where the baseline has them: those that
/// hardly count (<see cref="SlightSteps"/>), and those whose text is the baseline's. What is not written again is not compiled again either.
/// </summary>
sealed class RungMethods
{
    readonly Dictionary<StepMethod, string> _steps = [];
    readonly Names _names = new("Run", "Part", "InBands", "s_part", "Optimised", "Alone");
    readonly SharedMethods _shared;
    readonly List<StepCall> _calls = [];

    RungMethods(Isa isa)
    {
        Isa = isa;
        _shared = new(_names);
    }

    public Isa Isa { get; }

    /// <summary>Whether other rungs may call its steps.</summary>
    public bool Lends => Isa == Isa.Vector128;

    /// <summary>What the rung does for each step of the plan.</summary>
    public IReadOnlyList<StepCall> Calls => _calls;

    /// <summary>The methods of its own steps, with their names.</summary>
    public IEnumerable<(string Name, StepMethod Method)> Steps => _steps.Select(step => (step.Value, step.Key));

    /// <summary>The text of what these methods share.</summary>
    public string Shared => _shared.ToString().TrimEnd('\n');

    /// <summary>The nested class that holds a rung's code; not the bare name, which would hide the framework's class of instructions.</summary>
    public static string ClassOf(Isa isa) => "On" + isa.Name;

    /// <summary>Those of the rungs of a model, of which the first is the baseline.</summary>
    public static IReadOnlyList<RungMethods> Of(Plan plan, IReadOnlyList<Isa> isas)
    {
        var slight = SlightSteps.Of(plan.Steps);
        RungMethods[] rungs = [.. isas.Select(isa => new RungMethods(isa))];
        var written = new StepMethod?[isas.Count][];
        Parallel.For(0, isas.Count, r => written[r] =
            [.. plan.Steps.Select((step, i) => r > 0 && slight.Contains(i) ? null : StepMethod.Of(step, isas[r], rungs[r]._shared))]);

        for (var r = 0; r < isas.Count; r++)
            for (var i = 0; i < plan.Steps.Count; i++)
                rungs[r]._calls.Add(r > 0 && IsLent(written[r][i], written[0][i]!) ? rungs[0].Lent(i) : rungs[r].Own(plan.Steps[i], written[r][i]!));
        return rungs;
    }

    static bool IsLent(StepMethod? own, StepMethod baseline) => own is null || (own == baseline && !own.CallsShared);

    StepCall Lent(int step) => _calls[step] with { Method = $"{ClassOf(Isa)}.{_calls[step].Method}" };

    StepCall Own(Step step, StepMethod method)
    {
        if (!_steps.TryGetValue(method, out var name))
            _steps[method] = name = _names.Unique(CSharpText.Identifier(step.Kernel.Name, pascal: true));
        return new(step, name, method.Units, method.PixelsOfUnits);
    }
}

/// <summary>A step, the method that carries it out, into how many units that can cut it, and how many pixels those make.</summary>
sealed record StepCall(Step Step, string Method, int Units, EquatableArray<int> PixelsOfUnits);
