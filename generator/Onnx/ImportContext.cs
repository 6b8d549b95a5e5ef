using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Onnx;

/// <summary>What all parts of one import share.</summary>
sealed class ImportContext(ModelProto model, DiagnosticBag diagnostics, TensorReader tensors, OperatorTable operators, CancellationToken cancellation)
{
    /// <summary>Functions that call each other can ask for more nodes than any model has.</summary>
    const int MostNodes = 100_000;

    /// <summary>Function calls and subgraphs inside each other; a call must not exhaust the compiler's stack.</summary>
    const int DeepestNesting = 64;

    int _nodes;
    int _depth;

    public DiagnosticBag Diagnostics { get; } = diagnostics;
    public TensorReader Tensors { get; } = tensors;
    public OperatorTable Operators { get; } = operators;
    public Symbols Symbols { get; } = new();
    public Functions Functions { get; } = new(model);
    /// <summary>Values that have the name of the model's value they stand for, and keep it.</summary>
    public HashSet<Value> Named { get; } = [];
    /// <summary>Whether nothing more is imported.</summary>
    public bool IsExhausted => _nodes > MostNodes;

    /// <summary>Counts a node that is looked at.</summary>
    /// <exception cref="ImportStoppedException">There are too many; a diagnostic has been made.</exception>
    public void Step(int node)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++_nodes <= MostNodes) return;
        Diagnostics.Report(Rules.TooLarge, node,
            $"the model has more than {MostNodes} nodes once its functions are expanded", "Compile a part of it");
        throw new ImportStoppedException();
    }

    /// <summary>Goes into a function or a subgraph, until the result is disposed.</summary>
    public Level Enter()
    {
        if (_depth == DeepestNesting) throw new ModelException($"functions and subgraphs nest more than {DeepestNesting} deep");
        _depth++;
        return new Level(this);
    }

    internal readonly struct Level(ImportContext context) : IDisposable
    {
        public void Dispose() => context._depth--;
    }
}

/// <summary>Ends the import, or that of a subgraph, after the reason has become a diagnostic.</summary>
sealed class ImportStoppedException : Exception;
