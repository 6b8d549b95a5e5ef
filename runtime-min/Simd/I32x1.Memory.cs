using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Int32;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x1
{
    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref int p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref short p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref ushort p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref sbyte p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref byte p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref int p, nint i) => Unsafe.Add(ref p, i) = v;

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref short p, nint i) => Unsafe.Add(ref p, i) = unchecked((short)v);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref ushort p, nint i) => Unsafe.Add(ref p, i) = unchecked((ushort)v);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => Unsafe.Add(ref p, i) = unchecked((sbyte)v);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref byte p, nint i) => Unsafe.Add(ref p, i) = unchecked((byte)v);

    /// <inheritdoc cref="I32x4.Gather{T}"/>
    [MethodImpl(Inline)]
    public static V Gather<T>(ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I32x4.Scatter{T}"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(V v, ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T> =>
        Unsafe.Add(ref p, i) = T.CreateTruncating(v);

    /// <inheritdoc cref="I32x4.Lookup"/>
    [MethodImpl(Inline)] public static V Lookup(ref byte table, V indices) => Unsafe.Add(ref table, indices);
}
