using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>The instruction sets that a model is emitted for: the rungs of one ladder.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Rung
{
    /// <summary>The best rung that the machine has and the model was emitted for.</summary>
    Auto,

    /// <summary>128-bit vectors: SSE4.1, NEON, WebAssembly. Always there.</summary>
    Vector128,

    /// <summary>256-bit vectors with fused multiply-add: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>512-bit vectors: AVX-512 F, BW, DQ and VL.</summary>
    Avx512,
}
