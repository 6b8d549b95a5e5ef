using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<byte>;

namespace EdgeCompile.Runtime;

/// <summary>Thirty-two integers of 8 bits, with a sign or without: AVX2.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct I8x32 : IByteLanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="I8x16.Lanes"/>
    public const int Lanes = 32;

    /// <inheritdoc cref="I8x16.Create"/>
    [MethodImpl(Inline)] public static V Create(int value) => Vector256.Create((byte)value);

    /// <inheritdoc cref="I8x16.Load(ref byte, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref byte p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I8x16.Load(ref byte, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref sbyte p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i)).AsByte();

    /// <inheritdoc cref="I8x16.Store(Vector128{byte}, ref byte, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref byte p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I8x16.Store(Vector128{byte}, ref byte, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref sbyte p, nint i) => v.AsSByte().StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="I8x16.Min"/>
    [MethodImpl(Inline)] public static V Min(V a, V b) => Vector256.Min(a.AsSByte(), b.AsSByte()).AsByte();

    /// <inheritdoc cref="I8x16.Max"/>
    [MethodImpl(Inline)] public static V Max(V a, V b) => Vector256.Max(a.AsSByte(), b.AsSByte()).AsByte();

    /// <inheritdoc cref="I8x16.MinUnsigned"/>
    [MethodImpl(Inline)] public static V MinUnsigned(V a, V b) => Vector256.Min(a, b);

    /// <inheritdoc cref="I8x16.MaxUnsigned"/>
    [MethodImpl(Inline)] public static V MaxUnsigned(V a, V b) => Vector256.Max(a, b);

    /// <inheritdoc cref="I8x16.Lookup"/>
    public static void Lookup(ref byte x, ref byte y, ref byte table, nint count) => ByteTable.Map<V, I8x32>(ref x, ref y, ref table, count);

    static int IByteLanes<V>.Count { [MethodImpl(Inline)] get => Lanes; }

    [MethodImpl(Inline)] static V IByteLanes<V>.Read(ref byte p, nint i) => Load(ref p, i);

    [MethodImpl(Inline)] static void IByteLanes<V>.Write(V v, ref byte p, nint i) => Store(v, ref p, i);

    [MethodImpl(Inline)] static V IByteLanes<V>.Repeat(ref byte p, nint i) => Vector256.Create(I8x16.Load(ref p, i), I8x16.Load(ref p, i));

    [MethodImpl(Inline)] static V IByteLanes<V>.Shuffle(V table, V lanes) => Shuffle(table, lanes);

    [MethodImpl(Inline)]
    internal static V Shuffle(V table, V lanes) =>
        Avx2.IsSupported ? Avx2.Shuffle(table, lanes & Create(15))
        : Vector256.Create(I8x16.Shuffle(table.GetLower(), lanes.GetLower()), I8x16.Shuffle(table.GetUpper(), lanes.GetUpper()));

    [MethodImpl(Inline)] static V IByteLanes<V>.HasBit(V lanes, byte bit) => Vector256.Equals(lanes & Vector256.Create(bit), Vector256.Create(bit));

    [MethodImpl(Inline)]
    static V IByteLanes<V>.Choose(V mask, V set, V clear) =>
        Avx2.IsSupported ? Avx2.BlendVariable(clear, set, mask) : Vector256.ConditionalSelect(mask, set, clear);
}
