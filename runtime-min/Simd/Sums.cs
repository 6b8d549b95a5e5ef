using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>
/// What a tile does to two, three or four of its sums at once. One call where there would be four, because the C# compiler's time goes by the calls
/// that it reads; the JIT inlines them and sees what it would have seen.
/// </summary>
/// <typeparam name="TLanes">The lane class.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "The emitted code has a name for each of the four types that there are.")]
public static class Sums<TLanes, V> where TLanes : struct, ILanes<V> where V : struct
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    static int Lanes => Unsafe.SizeOf<V>() / sizeof(float);

    /// <summary>Adds to each sum the product of a value and the vector before the sum.</summary>
    [MethodImpl(Inline)]
    public static void Fma2(V value, V w0, ref V a0, V w1, ref V a1)
    {
        a0 = TLanes.Fma(value, w0, a0);
        a1 = TLanes.Fma(value, w1, a1);
    }

    /// <inheritdoc cref="Fma2(V, V, ref V, V, ref V)"/>
    [MethodImpl(Inline)]
    public static void Fma3(V value, V w0, ref V a0, V w1, ref V a1, V w2, ref V a2)
    {
        a0 = TLanes.Fma(value, w0, a0);
        a1 = TLanes.Fma(value, w1, a1);
        a2 = TLanes.Fma(value, w2, a2);
    }

    /// <inheritdoc cref="Fma2(V, V, ref V, V, ref V)"/>
    [MethodImpl(Inline)]
    public static void Fma4(V value, V w0, ref V a0, V w1, ref V a1, V w2, ref V a2, V w3, ref V a3)
    {
        a0 = TLanes.Fma(value, w0, a0);
        a1 = TLanes.Fma(value, w1, a1);
        a2 = TLanes.Fma(value, w2, a2);
        a3 = TLanes.Fma(value, w3, a3);
    }

    /// <summary>Adds to each sum the product of the vector that lies <paramref name="i"/> floats after <paramref name="p"/> and the one before the sum.</summary>
    [MethodImpl(Inline)]
    public static void FmaLoad2(ref float p, nint i, V w0, ref V a0, V w1, ref V a1) => Fma2(TLanes.Load(ref p, i), w0, ref a0, w1, ref a1);

    /// <inheritdoc cref="FmaLoad2(ref float, nint, V, ref V, V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaLoad3(ref float p, nint i, V w0, ref V a0, V w1, ref V a1, V w2, ref V a2) =>
        Fma3(TLanes.Load(ref p, i), w0, ref a0, w1, ref a1, w2, ref a2);

    /// <inheritdoc cref="FmaLoad2(ref float, nint, V, ref V, V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaLoad4(ref float p, nint i, V w0, ref V a0, V w1, ref V a1, V w2, ref V a2, V w3, ref V a3) =>
        Fma4(TLanes.Load(ref p, i), w0, ref a0, w1, ref a1, w2, ref a2, w3, ref a3);

    /// <summary>
    /// Adds to each sum the product of a float in every lane, <paramref name="i"/> floats after <paramref name="p"/>, and a vector; the vectors lie
    /// side by side, the first <paramref name="j"/> floats after <paramref name="w"/>.
    /// </summary>
    [MethodImpl(Inline)]
    public static void FmaRow2(ref float p, nint i, ref float w, nint j, ref V a0, ref V a1) =>
        Fma2(TLanes.Broadcast(ref p, i), TLanes.Load(ref w, j), ref a0, TLanes.Load(ref w, j + Lanes), ref a1);

    /// <inheritdoc cref="FmaRow2(ref float, nint, ref float, nint, ref V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaRow3(ref float p, nint i, ref float w, nint j, ref V a0, ref V a1, ref V a2) =>
        Fma3(TLanes.Broadcast(ref p, i), TLanes.Load(ref w, j), ref a0, TLanes.Load(ref w, j + Lanes), ref a1, TLanes.Load(ref w, j + 2 * Lanes), ref a2);

    /// <inheritdoc cref="FmaRow2(ref float, nint, ref float, nint, ref V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaRow4(ref float p, nint i, ref float w, nint j, ref V a0, ref V a1, ref V a2, ref V a3) =>
        Fma4(TLanes.Broadcast(ref p, i), TLanes.Load(ref w, j), ref a0, TLanes.Load(ref w, j + Lanes), ref a1, TLanes.Load(ref w, j + 2 * Lanes), ref a2,
            TLanes.Load(ref w, j + 3 * Lanes), ref a3);

    /// <summary>
    /// Adds to each sum the product of a vector and a float in every lane; the floats lie <paramref name="step"/> floats apart, the first
    /// <paramref name="i"/> floats after <paramref name="p"/>.
    /// </summary>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts2(ref float p, nint i, nint step, V w, ref V a0, ref V a1)
    {
        a0 = TLanes.Fma(TLanes.Broadcast(ref p, i), w, a0);
        a1 = TLanes.Fma(TLanes.Broadcast(ref p, i + step), w, a1);
    }

    /// <inheritdoc cref="FmaBroadcasts2(ref float, nint, nint, V, ref V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts3(ref float p, nint i, nint step, V w, ref V a0, ref V a1, ref V a2)
    {
        a0 = TLanes.Fma(TLanes.Broadcast(ref p, i), w, a0);
        a1 = TLanes.Fma(TLanes.Broadcast(ref p, i + step), w, a1);
        a2 = TLanes.Fma(TLanes.Broadcast(ref p, i + step * 2), w, a2);
    }

    /// <inheritdoc cref="FmaBroadcasts2(ref float, nint, nint, V, ref V, ref V)"/>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts4(ref float p, nint i, nint step, V w, ref V a0, ref V a1, ref V a2, ref V a3)
    {
        a0 = TLanes.Fma(TLanes.Broadcast(ref p, i), w, a0);
        a1 = TLanes.Fma(TLanes.Broadcast(ref p, i + step), w, a1);
        a2 = TLanes.Fma(TLanes.Broadcast(ref p, i + step * 2), w, a2);
        a3 = TLanes.Fma(TLanes.Broadcast(ref p, i + step * 3), w, a3);
    }

    /// <summary>
    /// Adds to two sums of each of two pixels the products of the pixel's float with two vectors; the floats lie <paramref name="step"/> floats
    /// apart, the first <paramref name="i"/> floats after <paramref name="p"/>.
    /// </summary>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts2x2(ref float p, nint i, nint step, V w0, V w1, ref V a00, ref V a01, ref V a10, ref V a11)
    {
        Fma2(TLanes.Broadcast(ref p, i), w0, ref a00, w1, ref a01);
        Fma2(TLanes.Broadcast(ref p, i + step), w0, ref a10, w1, ref a11);
    }

    /// <summary>The same for three pixels.</summary>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts3x2(ref float p, nint i, nint step, V w0, V w1, ref V a00, ref V a01, ref V a10, ref V a11, ref V a20, ref V a21)
    {
        Fma2(TLanes.Broadcast(ref p, i), w0, ref a00, w1, ref a01);
        Fma2(TLanes.Broadcast(ref p, i + step), w0, ref a10, w1, ref a11);
        Fma2(TLanes.Broadcast(ref p, i + step * 2), w0, ref a20, w1, ref a21);
    }

    /// <summary>The same for four pixels.</summary>
    [MethodImpl(Inline)]
    public static void FmaBroadcasts4x2(ref float p, nint i, nint step, V w0, V w1, ref V a00, ref V a01, ref V a10, ref V a11, ref V a20, ref V a21,
        ref V a30, ref V a31)
    {
        Fma2(TLanes.Broadcast(ref p, i), w0, ref a00, w1, ref a01);
        Fma2(TLanes.Broadcast(ref p, i + step), w0, ref a10, w1, ref a11);
        Fma2(TLanes.Broadcast(ref p, i + step * 2), w0, ref a20, w1, ref a21);
        Fma2(TLanes.Broadcast(ref p, i + step * 3), w0, ref a30, w1, ref a31);
    }

    /// <summary>
    /// Writes vectors that start <paramref name="step"/> floats apart, the first <paramref name="i"/> floats after <paramref name="p"/>; needs no
    /// alignment.
    /// </summary>
    [MethodImpl(Inline)]
    public static void Store2(V v0, V v1, ref float p, nint i, nint step)
    {
        TLanes.Store(v0, ref p, i);
        TLanes.Store(v1, ref p, i + step);
    }

    /// <inheritdoc cref="Store2(V, V, ref float, nint, nint)"/>
    [MethodImpl(Inline)]
    public static void Store3(V v0, V v1, V v2, ref float p, nint i, nint step)
    {
        TLanes.Store(v0, ref p, i);
        TLanes.Store(v1, ref p, i + step);
        TLanes.Store(v2, ref p, i + step * 2);
    }

    /// <inheritdoc cref="Store2(V, V, ref float, nint, nint)"/>
    [MethodImpl(Inline)]
    public static void Store4(V v0, V v1, V v2, V v3, ref float p, nint i, nint step)
    {
        TLanes.Store(v0, ref p, i);
        TLanes.Store(v1, ref p, i + step);
        TLanes.Store(v2, ref p, i + step * 2);
        TLanes.Store(v3, ref p, i + step * 3);
    }

    /// <summary>
    /// Writes those of the vectors from the one numbered <paramref name="first"/> on, which may be negative, where <c>Store</c> writes them.
    /// </summary>
    [MethodImpl(Inline)]
    public static void StoreFrom2(V v0, V v1, ref float p, nint i, nint step, int first)
    {
        if (first <= 0)
        {
            Store2(v0, v1, ref p, i, step);
            return;
        }
        if (first <= 1) TLanes.Store(v1, ref p, i + step);
    }

    /// <inheritdoc cref="StoreFrom2(V, V, ref float, nint, nint, int)"/>
    [MethodImpl(Inline)]
    public static void StoreFrom3(V v0, V v1, V v2, ref float p, nint i, nint step, int first)
    {
        if (first <= 0)
        {
            Store3(v0, v1, v2, ref p, i, step);
            return;
        }
        if (first <= 1) TLanes.Store(v1, ref p, i + step);
        if (first <= 2) TLanes.Store(v2, ref p, i + step * 2);
    }

    /// <inheritdoc cref="StoreFrom2(V, V, ref float, nint, nint, int)"/>
    [MethodImpl(Inline)]
    public static void StoreFrom4(V v0, V v1, V v2, V v3, ref float p, nint i, nint step, int first)
    {
        if (first <= 0)
        {
            Store4(v0, v1, v2, v3, ref p, i, step);
            return;
        }
        if (first <= 1) TLanes.Store(v1, ref p, i + step);
        if (first <= 2) TLanes.Store(v2, ref p, i + step * 2);
        if (first <= 3) TLanes.Store(v3, ref p, i + step * 3);
    }
}
