using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Planning;

/// <summary>All constants of the compiled model in one block, each aligned to 64 bytes and stored once.</summary>
sealed class WeightPool
{
    readonly Dictionary<Tensor, int> _offsets = [];
    readonly List<byte> _bytes = [];
    readonly List<string> _strings = [];

    /// <summary>The strings of constants, which are objects and no bytes.</summary>
    public IReadOnlyList<string> Strings => _strings;

    public int Count => _bytes.Count;
    public byte[] ToArray() => [.. _bytes];

    /// <summary>The offset of a tensor's bytes, or the index of its first string; equal tensors share them.</summary>
    public int Add(Tensor tensor)
    {
        if (_offsets.TryGetValue(tensor, out var known)) return known;
        if (tensor.Element == ElementType.String)
        {
            _offsets[tensor] = _strings.Count;
            _strings.AddRange(tensor.Count == 0 ? [""] : tensor.Strings);       // an empty tensor still has a place
            return _offsets[tensor];
        }
        while (_bytes.Count % Alignment.Bytes != 0) _bytes.Add(0);
        var offset = _bytes.Count;
        _bytes.AddRange(tensor.Bytes);
        return _offsets[tensor] = offset;
    }
}
