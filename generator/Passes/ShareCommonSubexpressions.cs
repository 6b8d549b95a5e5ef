using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>Nodes of the same operator and attributes on the same inputs are computed once; constants are the same if their numbers are.</summary>
static class ShareCommonSubexpressions
{
    public static void Run(GraphRewriter rewriter)
    {
        var seen = new Dictionary<Key, Node>();
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Subgraphs.Count > 0) continue;
            var key = new Key(node);
            if (!seen.TryGetValue(key, out var first)) seen.Add(key, node);
            else if (node.Outputs.Select((output, i) => rewriter.CanStandFor(first.Outputs[i], output)).All(can => can))
            {
                for (var i = 0; i < node.Outputs.Count; i++) rewriter.Replace(node.Outputs[i], first.Outputs[i]);
                rewriter.Remove(node);
            }
        }
    }

    sealed class Key(Node node) : IEquatable<Key>
    {
        readonly Node _node = node;

        public bool Equals(Key? other)
        {
            if (other is null || _node.Op != other._node.Op || _node.Attributes != other._node.Attributes) return false;
            if (_node.Inputs.Count != other._node.Inputs.Count) return false;
            for (var i = 0; i < _node.Inputs.Count; i++)
                if (!Same(_node.Inputs[i], other._node.Inputs[i])) return false;
            return true;
        }

        static bool Same(Value? a, Value? b) => a == b || (a?.Constant is { } x && b?.Constant is { } y && x.Equals(y));

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode()
        {
            var hash = _node.Op.Name.GetHashCode();
            foreach (var input in _node.Inputs) hash = unchecked(hash * 31 + (input?.Constant?.GetHashCode() ?? input?.Name.GetHashCode() ?? 0));
            return hash;
        }
    }
}
