using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.Load(ref bool, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref bool p, nint i) => Create(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Store(Vector128{float}, ref bool, nint)"/>
    [MethodImpl(Inline)] public static void Store(V mask, ref bool p, nint i) => Unsafe.Add(ref p, i) = BitConverter.SingleToInt32Bits(mask) < 0;

    /// <inheritdoc cref="F32x4.Gather(ref bool, nint, nint)"/>
    [MethodImpl(Inline)] public static V Gather(ref bool p, nint i, nint stride) => Load(ref p, i);

    /// <inheritdoc cref="F32x4.Scatter(Vector128{float}, ref bool, nint, nint)"/>
    [MethodImpl(Inline)] public static void Scatter(V mask, ref bool p, nint i, nint stride) => Store(mask, ref p, i);

    /// <inheritdoc cref="F32x4.Create(bool)"/>
    [MethodImpl(Inline)] public static V Create(bool value) => BitConverter.Int32BitsToSingle(value ? -1 : 0);
}
