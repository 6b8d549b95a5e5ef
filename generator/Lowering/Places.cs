using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// References to elements that others lie at constant distances from: each sum of loop indices is written and computed once, and processors
/// add the distances for nothing. A reference is made at the first access, so that it never leaves the tensor.
/// </summary>
sealed class Places(KernelWriter writer)
{
    readonly Dictionary<(string Operand, string Moving), (string Name, long Constant, int Scope)> _known = [];

    /// <summary>The C# of a reference and of the distance of an element from it.</summary>
    /// <param name="operand">The reference to the tensor's first element.</param>
    /// <param name="index">How indices are written.</param>
    /// <param name="address">The element's distance from that.</param>
    public (string Reference, string Distance) Of(string operand, IndexCode index, Affine address)
    {
        var (reference, distance) = Find(operand, index, address);
        return (reference, CSharpText.Number(distance));
    }

    /// <summary>The same, with the distance as a number; a new reference is written here.</summary>
    public (string Reference, long Distance) Find(string operand, IndexCode index, Affine address)
    {
        var (moving, constant) = index.Separate(address);
        if (moving.Length == 0) return (operand, constant);
        if (!_known.TryGetValue((operand, moving), out var place) || !writer.Code.IsOpen(place.Scope))
        {
            place = (writer.Local("p"), constant, writer.Code.Scope);
            _known[(operand, moving)] = place;
            writer.Code.Line($"ref var {place.Name} = ref RefMath.Add(ref {operand}, {index.Sum(address)});");
        }
        return (place.Name, constant - place.Constant);
    }
}
