using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// A row of the ONNX table: an operator name from an opset version on, and how its nodes become ours. The row with the
/// greatest <see cref="Since"/> not above the model's opset holds.
/// </summary>
/// <param name="Domain">"" for ai.onnx, else as in the model.</param>
/// <param name="Name">ONNX's name of the operator.</param>
/// <param name="Since">The first opset version with these inputs and attributes.</param>
/// <param name="Import">Makes nodes and returns a value for each ONNX output (null: an optional output that this operator never gives).</param>
sealed record OnnxOperator(string Domain, string Name, int Since, Func<OnnxNode, Value?[]> Import)
{
    public OnnxOperator(string name, int since, Func<OnnxNode, Value?[]> import) : this("", name, since, import) { }
    public OnnxOperator(string name, int since, Func<OnnxNode, Value> import) : this("", name, since, node => [import(node)]) { }
}
