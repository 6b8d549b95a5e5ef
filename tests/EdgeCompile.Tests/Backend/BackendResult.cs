using System.Text.RegularExpressions;

namespace EdgeCompile.Tests.Backend;

/// <summary>What came of a test: how far it passes, and what stopped it there. A fault is never in order, a refusal is.</summary>
/// <param name="Name">As in <c>node/test_abs</c>.</param>
/// <param name="Frozen">The inputs that were made constants.</param>
sealed record BackendResult(string Name, IReadOnlyList<string> Frozen)
{
    /// <summary>Whether the interpreter gives the outputs.</summary>
    public bool Interpreted { get; set; }

    /// <summary>Whether emitted code gives them on every rung of this machine.</summary>
    public bool Emitted { get; set; }

    /// <summary>What the compiler says about a model that it does not take.</summary>
    public string? Refusal { get; set; }

    /// <summary>Other numbers than expected, an exception, or code that does not compile.</summary>
    public string? Fault { get; set; }

    /// <summary>The line of passing.txt, or null for a test that passes neither way.</summary>
    public string? Line => !Interpreted ? null
        : $"{Name} {(Emitted ? "interpreter+emitted" : "interpreter")}{(Frozen.Count == 0 ? "" : " constant: " + string.Join(", ", Frozen))}";

    /// <summary>The refusal without what differs from model to model: names, numbers, shapes.</summary>
    public string? Reason => Refusal is null ? null : Regex.Replace(Regex.Replace(Refusal, "'[^']*'", "'…'"), @"\d[\dx, ]*(?!\w)", "# ").Trim();
}
