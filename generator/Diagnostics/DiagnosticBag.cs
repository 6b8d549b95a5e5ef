namespace EdgeCompile.Diagnostics;

/// <summary>What has been found out about one model, in that order. Every fault is kept, so that a user sees all at once.</summary>
sealed class DiagnosticBag
{
    /// <summary>More than this many lines help nobody; only a hostile file has them.</summary>
    const int Most = 1000;

    readonly List<ModelDiagnostic> _diagnostics = [];
    int _leftOut;

    /// <summary>Whether the model cannot be compiled.</summary>
    public bool HasErrors => Errors > 0;
    /// <summary>How many errors there are.</summary>
    public int Errors { get; private set; }

    /// <summary>All that was said; where some were left out, a last one says how many.</summary>
    public IReadOnlyList<ModelDiagnostic> All => _leftOut == 0 ? _diagnostics : [.. _diagnostics, Rules.TooMany.At(-1, _leftOut)];

    public void Report(Rule rule, int node, params object[] arguments) => Add(rule.At(node, arguments));

    public void Add(ModelDiagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error) Errors++;
        if (_diagnostics.Count < Most) _diagnostics.Add(diagnostic);
        else _leftOut++;
    }
}
