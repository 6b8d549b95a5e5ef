namespace EdgeCompile.Ops;

/// <summary>Rows of the ONNX table, found by name and version.</summary>
sealed class OperatorTable(IReadOnlyList<OnnxOperator> rows)
{
    readonly ILookup<(string Domain, string Name), OnnxOperator> _byName = rows.ToLookup(row => (row.Domain, row.Name));

    /// <summary>The row that holds for an operator in an opset version, or null if the operator is unknown or younger. ai.onnx is "".</summary>
    public OnnxOperator? Find(string domain, string name, int opset) =>
        _byName[(domain, name)].Where(row => row.Since <= opset).OrderByDescending(row => row.Since).FirstOrDefault();

    /// <summary>The versions from which on an operator has rows, oldest first; none if it is unknown.</summary>
    public IReadOnlyList<int> Versions(string domain, string name) => [.. _byName[(domain, name)].Select(row => row.Since).OrderBy(since => since)];
}
