using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x16
{
    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref int p, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref short p, nint i) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector512.Create(I32x8.Load(ref p, i), I32x8.Load(ref p, i + 8));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref ushort p, nint i) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector512.Create(I32x8.Load(ref p, i), I32x8.Load(ref p, i + 8));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref sbyte p, nint i) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector512.Create(I32x8.Load(ref p, i), I32x8.Load(ref p, i + 8));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref byte p, nint i) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector512.Create(I32x8.Load(ref p, i), I32x8.Load(ref p, i + 8));

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref short p, nint i)
    {
        if (Avx512F.IsSupported) Avx512F.ConvertToVector256Int16(v).StoreUnsafe(ref Unsafe.Add(ref p, i));
        else
        {
            I32x8.Store(v.GetLower(), ref p, i);
            I32x8.Store(v.GetUpper(), ref p, i + 8);
        }
    }

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref ushort p, nint i) => Store(v, ref Unsafe.As<ushort, short>(ref p), i);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref byte p, nint i)
    {
        if (Avx512F.IsSupported) Avx512F.ConvertToVector128Byte(v).StoreUnsafe(ref Unsafe.Add(ref p, i));
        else
        {
            I32x8.Store(v.GetLower(), ref p, i);
            I32x8.Store(v.GetUpper(), ref p, i + 8);
        }
    }

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => Store(v, ref Unsafe.As<sbyte, byte>(ref p), i);
}
