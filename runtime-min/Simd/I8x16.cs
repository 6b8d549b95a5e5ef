using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<byte>;

namespace EdgeCompile.Runtime;

/// <summary>Sixteen integers of 8 bits, with a sign or without. + - &amp; | ^ are C#'s operators, and wrap.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct I8x16 : IByteLanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Bytes per vector.</summary>
    public const int Lanes = 16;

    /// <summary>The low 8 bits of <paramref name="value"/> in every lane.</summary>
    [MethodImpl(Inline)] public static V Create(int value) => Vector128.Create((byte)value);

    /// <summary>Reads the vector that starts <paramref name="i"/> bytes after <paramref name="p"/>; needs no alignment.</summary>
    [MethodImpl(Inline)] public static V Load(ref byte p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I8x16.Load(ref byte, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref sbyte p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i)).AsByte();

    /// <summary>Writes the vector that starts <paramref name="i"/> bytes after <paramref name="p"/>; needs no alignment.</summary>
    [MethodImpl(Inline)] public static void Store(V v, ref byte p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I8x16.Store(Vector128{byte}, ref byte, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => v.AsSByte().StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>The smaller lane, of sbytes.</summary>
    [MethodImpl(Inline)] public static V Min(V a, V b) => Vector128.Min(a.AsSByte(), b.AsSByte()).AsByte();

    /// <summary>The greater lane, of sbytes.</summary>
    [MethodImpl(Inline)] public static V Max(V a, V b) => Vector128.Max(a.AsSByte(), b.AsSByte()).AsByte();

    /// <summary>The smaller lane, of bytes.</summary>
    [MethodImpl(Inline)] public static V MinUnsigned(V a, V b) => Vector128.Min(a, b);

    /// <summary>The greater lane, of bytes.</summary>
    [MethodImpl(Inline)] public static V MaxUnsigned(V a, V b) => Vector128.Max(a, b);

    /// <summary>Each of some bytes replaced by the one at its place in a table of 256. The results may overwrite the bytes.</summary>
    public static void Lookup(ref byte x, ref byte y, ref byte table, nint count) => ByteTable.Map<V, I8x16>(ref x, ref y, ref table, count);

    static int IByteLanes<V>.Count { [MethodImpl(Inline)] get => Lanes; }

    [MethodImpl(Inline)] static V IByteLanes<V>.Read(ref byte p, nint i) => Load(ref p, i);

    [MethodImpl(Inline)] static void IByteLanes<V>.Write(V v, ref byte p, nint i) => Store(v, ref p, i);

    [MethodImpl(Inline)] static V IByteLanes<V>.Repeat(ref byte p, nint i) => Load(ref p, i);

    [MethodImpl(Inline)]
    static V IByteLanes<V>.Shuffle(V table, V lanes) => Shuffle(table, lanes);

    [MethodImpl(Inline)]
    internal static V Shuffle(V table, V lanes) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, lanes & Create(15))
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, lanes & Create(15))
        : PackedSimd.IsSupported ? PackedSimd.Swizzle(table, lanes & Create(15))
        : Vector128.Shuffle(table, lanes & Create(15));

    [MethodImpl(Inline)] static V IByteLanes<V>.HasBit(V lanes, byte bit) => Vector128.Equals(lanes & Vector128.Create(bit), Vector128.Create(bit));

    [MethodImpl(Inline)]
    static V IByteLanes<V>.Choose(V mask, V set, V clear) =>
        Sse41.IsSupported ? Sse41.BlendVariable(clear, set, mask) : Vector128.ConditionalSelect(mask, set, clear);
}
