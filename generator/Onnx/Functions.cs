using EdgeCompile.Ir;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>The functions that a model brings along, and the calls that are being expanded.</summary>
sealed class Functions
{
    readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _byName = [];
    readonly Stack<FunctionProto> _calls = new();

    public Functions(ModelProto model)
    {
        foreach (var function in model.Functions) _byName[(Opsets.Domain(function.Domain), function.Name, function.Overload)] = function;
    }

    /// <summary>The function that a node calls, if it calls one.</summary>
    public FunctionProto? Find(NodeProto node) =>
        _byName.TryGetValue((Opsets.Domain(node.Domain), node.OpType, node.Overload), out var function) ? function : null;

    /// <summary>Enters a call; <see cref="Leave"/> ends it.</summary>
    /// <exception cref="ModelException">The function is being expanded already.</exception>
    public void Enter(FunctionProto function)
    {
        if (_calls.Contains(function))
            throw new ModelException($"the function {Quote(function.Name)} calls itself, through {Quote(_calls.Select(call => call.Name))}");
        _calls.Push(function);
    }

    public void Leave() => _calls.Pop();
}
