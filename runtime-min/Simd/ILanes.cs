using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>What a lane class gives to <see cref="Sums{TLanes, V}"/>.</summary>
/// <typeparam name="V">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanes<V> where V : struct
{
    /// <inheritdoc cref="F32x4.Load(ref float, nint)"/>
    static abstract V Load(ref float p, nint i);

    /// <inheritdoc cref="F32x4.Broadcast"/>
    static abstract V Broadcast(ref float p, nint i);

    /// <inheritdoc cref="F32x4.Fma"/>
    static abstract V Fma(V a, V b, V c);

    /// <inheritdoc cref="F32x4.Store(System.Runtime.Intrinsics.Vector128{float}, ref float, nint)"/>
    static abstract void Store(V v, ref float p, nint i);
}
