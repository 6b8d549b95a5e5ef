using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>What the compiled body of a model's class tells its public part.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ModelFacts
{
    /// <summary>Whether there is a body at all: false in an editor and after a failed build.</summary>
    public bool HasBody;

    /// <summary>Bytes of working memory of an instance.</summary>
    public long ArenaBytes;

    /// <summary>Bytes of packed weights.</summary>
    public long WeightBytes;

    /// <summary>Multiplications with addition in one call.</summary>
    public long MultiplyAdds;
}
