namespace EdgeCompile.Ir;

/// <summary>The only way passes change a graph. New nodes take the name and place of the node they stand for.</summary>
sealed class GraphRewriter(Graph graph)
{
    public Graph Graph { get; } = graph;
    /// <summary>How many changes were made; passes that run to a fixpoint look at it.</summary>
    public int Changes { get; private set; }

    public Value Constant(string name, Tensor tensor) => Graph.Constant(name, tensor);

    /// <summary>Inserts a node before <paramref name="site"/>, whose ONNX name and index it inherits.</summary>
    public Node Insert(Node site, Op op, OpAttributes attributes, params Value?[] inputs)
    {
        Changes++;
        return Graph.Add(op, attributes, inputs, site.Name, site.Index, before: site);
    }

    /// <summary>
    /// Lets all that read <paramref name="old"/> read <paramref name="replacement"/>, graph outputs included; a graph output keeps its name.
    /// </summary>
    public void Replace(Value old, Value replacement)
    {
        Changes++;
        foreach (var user in old.Users.ToArray())
            for (var i = 0; i < user.Inputs.Count; i++)
                if (user.Inputs[i] == old) user.SetInput(i, replacement);
        for (var i = 0; i < Graph.Outputs.Count; i++)
            if (Graph.Outputs[i] == old) Graph.Outputs[i] = replacement;
    }

    /// <summary>Removes a node whose outputs nobody reads any more.</summary>
    public void Remove(Node node)
    {
        Changes++;
        if (node.Outputs.Any(output => output.Users.Count > 0 || Graph.Outputs.Contains(output)))
            throw new InvalidOperationException($"{node} is still read");
        Graph.Remove(node);
    }

    /// <summary>Puts a new node in the place of one with a single output; the new output takes the old one's name.</summary>
    public Value Substitute(Node old, Op op, OpAttributes attributes, params Value?[] inputs)
    {
        var value = Insert(old, op, attributes, inputs).Output;
        Supersede(old, value);
        return value;
    }

    /// <summary>Lets a value made by a new node take the place and the name of a node's only output, and removes that node.</summary>
    public void Supersede(Node old, Value value)
    {
        Replace(old.Output, value);
        Remove(old);
        Graph.Rename(value, old.Output.Name);
    }
}
