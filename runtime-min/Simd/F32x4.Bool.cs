using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x4
{
    /// <summary>A mask from the bools that start <paramref name="i"/> elements after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)] public static V Load(ref bool p, nint i) => I32x4.ToMask(I32x4.Load(ref Bytes(ref p), i));

    /// <summary>Writes a mask as bools from <paramref name="i"/> elements after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)] public static void Store(V mask, ref bool p, nint i) => I32x4.Store(I32x4.FromMask(mask), ref Bytes(ref p), i);

    /// <summary>A mask from bools <paramref name="stride"/> elements apart, from <paramref name="i"/> after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)] public static V Gather(ref bool p, nint i, nint stride) => I32x4.ToMask(I32x4.Gather(ref Bytes(ref p), i, stride));

    /// <summary>Writes a mask as bools <paramref name="stride"/> elements apart, from <paramref name="i"/> after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)]
    public static void Scatter(V mask, ref bool p, nint i, nint stride) => I32x4.Scatter(I32x4.FromMask(mask), ref Bytes(ref p), i, stride);

    /// <summary>A mask with all bits of all lanes set, or none.</summary>
    [MethodImpl(Inline)] public static V Create(bool value) => Vector128.Create(value ? -1 : 0).AsSingle();

    [MethodImpl(Inline)] static ref byte Bytes(ref bool p) => ref Unsafe.As<bool, byte>(ref p);
}
