using EdgeCompile.Lowering;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// The methods of a rung, each distinct text once, and the calls of them in order. Steps that hardly count are called where the baseline has
/// them (<see cref="SlightSteps"/>): what is not written again is not compiled again either.
/// </summary>
sealed class RungMethods
{
    readonly Dictionary<StepMethod, string> _steps = [];
    readonly Names _names = new("Run", "Part", "InBands", "s_part", "Optimised", "Alone");
    readonly SharedMethods _shared;
    readonly StepCall[] _calls;

    RungMethods(Isa isa, int steps)
    {
        Isa = isa;
        _shared = new(_names);
        _calls = new StepCall[steps];
    }

    public Isa Isa { get; }

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
        RungMethods[] rungs = [.. isas.Select(isa => new RungMethods(isa, plan.Steps.Count))];
        Parallel.ForEach(rungs, rung =>
        {
            for (var i = 0; i < plan.Steps.Count; i++)
                if (rung == rungs[0] || !slight.Contains(i)) rung._calls[i] = rung.Own(plan.Steps[i]);
        });
        foreach (var rung in rungs.Skip(1))
            foreach (var i in slight) rung._calls[i] = rungs[0].Lent(i);
        return rungs;
    }

    StepCall Lent(int step) => _calls[step] with { Method = $"{ClassOf(Isa)}.{_calls[step].Method}" };

    StepCall Own(Step step)
    {
        var method = StepMethod.Of(step, Isa, _shared);
        if (!_steps.TryGetValue(method, out var name))
            _steps[method] = name = _names.Unique(CSharpText.Identifier(step.Kernel.Name, pascal: true));
        return new(step, name, method.Units, method.PixelsOfUnits);
    }
}

/// <summary>A step, the method that carries it out, into how many units that can cut it, and how many pixels those make.</summary>
sealed record StepCall(Step Step, string Method, int Units, EquatableArray<int> PixelsOfUnits);
