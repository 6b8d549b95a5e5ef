using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// A graph that is an attribute of a node (a branch of If, the body of Loop or Scan). It is imported when the operator's row asks for it,
/// because only the row knows the types of its inputs. Its <see cref="Subgraph.Captured"/> values must become inputs of the node.
/// </summary>
/// <param name="inputs">How many inputs the graph declares.</param>
/// <param name="outputs">How many outputs it declares.</param>
/// <param name="import">Imports the graph with inputs of the given types; null or a short list: the types that the file declares.</param>
sealed class OnnxSubgraph(int inputs, int outputs, Func<IReadOnlyList<Ir.ValueType>?, Subgraph> import)
{
    public int Inputs { get; } = inputs;
    public int Outputs { get; } = outputs;
    public Subgraph Import(IReadOnlyList<Ir.ValueType>? inputTypes = null) => import(inputTypes);
}
