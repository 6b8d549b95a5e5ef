using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x16
{
    /// <inheritdoc cref="F32x4.Load(ref bool, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref bool p, nint i) => I32x16.ToMask(I32x16.Load(ref Bytes(ref p), i));

    /// <inheritdoc cref="F32x4.Store(Vector128{float}, ref bool, nint)"/>
    [MethodImpl(Inline)] public static void Store(V mask, ref bool p, nint i) => I32x16.Store(I32x16.FromMask(mask), ref Bytes(ref p), i);

    /// <inheritdoc cref="F32x4.Gather(ref bool, nint, nint)"/>
    [MethodImpl(Inline)] public static V Gather(ref bool p, nint i, nint stride) => I32x16.ToMask(I32x16.Gather(ref Bytes(ref p), i, stride));

    /// <inheritdoc cref="F32x4.Scatter(Vector128{float}, ref bool, nint, nint)"/>
    [MethodImpl(Inline)]
    public static void Scatter(V mask, ref bool p, nint i, nint stride) => I32x16.Scatter(I32x16.FromMask(mask), ref Bytes(ref p), i, stride);

    /// <inheritdoc cref="F32x4.Create(bool)"/>
    [MethodImpl(Inline)] public static V Create(bool value) => Vector512.Create(value ? -1 : 0).AsSingle();

    [MethodImpl(Inline)] static ref byte Bytes(ref bool p) => ref Unsafe.As<bool, byte>(ref p);
}
