using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x4
{
    /// <summary>Reads the integers that start <paramref name="i"/> elements after <paramref name="p"/>, widened; needs no alignment.</summary>
    [MethodImpl(Inline)] public static V Load(ref int p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref short p, nint i)
    {
        var four = Vector128.CreateScalarUnsafe(Read<short, ulong>(ref p, i)).AsInt16();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int32(four) : Vector128.WidenLower(four);
    }

    /// <inheritdoc cref="Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref ushort p, nint i)
    {
        var four = Vector128.CreateScalarUnsafe(Read<ushort, ulong>(ref p, i)).AsUInt16();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int32(four) : Vector128.WidenLower(four).AsInt32();
    }

    /// <inheritdoc cref="Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref sbyte p, nint i)
    {
        var four = Vector128.CreateScalarUnsafe(Read<sbyte, uint>(ref p, i)).AsSByte();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int32(four) : Vector128.WidenLower(Vector128.WidenLower(four));
    }

    /// <inheritdoc cref="Load(ref int, nint)"/>
    [MethodImpl(Inline)]
    public static V Load(ref byte p, nint i)
    {
        var four = Vector128.CreateScalarUnsafe(Read<byte, uint>(ref p, i)).AsByte();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int32(four) : Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32();
    }

    /// <summary>Writes the low bits of the lanes, as many as elements have, from <paramref name="i"/> elements after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)] public static void Store(V v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="Store(V, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref short p, nint i) =>
        Write(ref p, i, Vector128.Shuffle(v.AsByte(), Vector128.Create(0x05040100, 0x0D0C0908, -1, -1).AsByte()).AsUInt64().ToScalar());

    /// <inheritdoc cref="Store(V, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref ushort p, nint i) => Store(v, ref Unsafe.As<ushort, short>(ref p), i);

    /// <inheritdoc cref="Store(V, ref int, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => Store(v, ref Unsafe.As<sbyte, byte>(ref p), i);

    /// <inheritdoc cref="Store(V, ref int, nint)"/>
    [MethodImpl(Inline)]
    public static void Store(V v, ref byte p, nint i) =>
        Write(ref p, i, Vector128.Shuffle(v.AsByte(), Vector128.Create(0x0C080400, -1, -1, -1).AsByte()).AsUInt32().ToScalar());

    [MethodImpl(Inline)]
    internal static TBits Read<T, TBits>(ref T p, nint i) => Unsafe.ReadUnaligned<TBits>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref p, i)));

    [MethodImpl(Inline)]
    static void Write<T, TBits>(ref T p, nint i, TBits bits) => Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref p, i)), bits);
}
