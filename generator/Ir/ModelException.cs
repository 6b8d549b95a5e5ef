namespace EdgeCompile.Ir;

/// <summary>
/// A fault of the model that an operator found while its node was looked at. The stage that called the operator turns it into a
/// diagnostic with the node's name and place, and goes on with the next node.
/// </summary>
sealed class ModelException(string found, string? todo = null) : Exception(found)
{
    /// <summary>What the user can do about it, if there is something.</summary>
    public string? Todo { get; } = todo;
}
