using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x8
{
    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref int p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref short p, nint i) =>
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector256.Create(I32x4.Load(ref p, i), I32x4.Load(ref p, i + 4));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref ushort p, nint i) =>
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)))
        : Vector256.Create(I32x4.Load(ref p, i), I32x4.Load(ref p, i + 4));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref sbyte p, nint i) =>
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(I32x4.Read<sbyte, ulong>(ref p, i)).AsSByte())
        : Vector256.Create(I32x4.Load(ref p, i), I32x4.Load(ref p, i + 4));

    /// <inheritdoc cref="I32x4.Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref byte p, nint i) =>
        Avx2.IsSupported ? Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(I32x4.Read<byte, ulong>(ref p, i)).AsByte())
        : Vector256.Create(I32x4.Load(ref p, i), I32x4.Load(ref p, i + 4));

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref short p, nint i)
    {
        if (Avx2.IsSupported)
        {
            var halves = Avx2.Shuffle(v.AsByte(), LowHalves).AsInt64();
            Avx2.Permute4x64(halves, 0b10_00).GetLower().AsInt16().StoreUnsafe(ref Unsafe.Add(ref p, i));
        }
        else
        {
            I32x4.Store(v.GetLower(), ref p, i);
            I32x4.Store(v.GetUpper(), ref p, i + 4);
        }
    }

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref ushort p, nint i) => Store(v, ref Unsafe.As<ushort, short>(ref p), i);

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref byte p, nint i)
    {
        if (Avx2.IsSupported)
        {
            var bytes = Avx2.Shuffle(v.AsByte(), LowBytes).AsInt32();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref p, i), Sse2.UnpackLow(bytes.GetLower(), bytes.GetUpper()).AsInt64().ToScalar());
        }
        else
        {
            I32x4.Store(v.GetLower(), ref p, i);
            I32x4.Store(v.GetUpper(), ref p, i + 4);
        }
    }

    /// <inheritdoc cref="I32x4.Store(Vector128{int}, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => Store(v, ref Unsafe.As<sbyte, byte>(ref p), i);

    // In both halves of the vector, the low bytes of the lanes in front.
    static Vector256<byte> LowBytes
    {
        [MethodImpl(Inline)] get => Vector256.Create(0x0C080400, 0, 0, 0, 0x0C080400, 0, 0, 0).AsByte();
    }

    static Vector256<byte> LowHalves
    {
        [MethodImpl(Inline)] get => Vector256.Create(0x05040100, 0x0D0C0908, 0, 0, 0x05040100, 0x0D0C0908, 0, 0).AsByte();
    }
}
