using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>
/// Any function of a byte: a table of 256, in sixteen registers. The low four bits of a lane choose in each, the high ones among them.
/// </summary>
static class ByteTable
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<V, L>(ref byte x, ref byte y, ref byte table, nint count) where V : struct where L : struct, IByteLanes<V>
    {
        nint i = 0;
        if (count >= L.Count)
        {
            V t0 = L.Repeat(ref table, 0), t1 = L.Repeat(ref table, 16), t2 = L.Repeat(ref table, 32), t3 = L.Repeat(ref table, 48);
            V t4 = L.Repeat(ref table, 64), t5 = L.Repeat(ref table, 80), t6 = L.Repeat(ref table, 96), t7 = L.Repeat(ref table, 112);
            V t8 = L.Repeat(ref table, 128), t9 = L.Repeat(ref table, 144), t10 = L.Repeat(ref table, 160), t11 = L.Repeat(ref table, 176);
            V t12 = L.Repeat(ref table, 192), t13 = L.Repeat(ref table, 208), t14 = L.Repeat(ref table, 224), t15 = L.Repeat(ref table, 240);
            for (; i <= count - L.Count; i += L.Count)
            {
                var v = L.Read(ref x, i);
                V bit4 = L.HasBit(v, 16), bit5 = L.HasBit(v, 32), bit6 = L.HasBit(v, 64), bit7 = L.HasBit(v, 128);
                var a = L.Choose(bit5, Two<V, L>(bit4, t2, t3, v), Two<V, L>(bit4, t0, t1, v));
                var b = L.Choose(bit5, Two<V, L>(bit4, t6, t7, v), Two<V, L>(bit4, t4, t5, v));
                var c = L.Choose(bit5, Two<V, L>(bit4, t10, t11, v), Two<V, L>(bit4, t8, t9, v));
                var d = L.Choose(bit5, Two<V, L>(bit4, t14, t15, v), Two<V, L>(bit4, t12, t13, v));
                L.Write(L.Choose(bit7, L.Choose(bit6, d, c), L.Choose(bit6, b, a)), ref y, i);
            }
        }
        for (; i < count; i++) Unsafe.Add(ref y, i) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref x, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Two<V, L>(V bit, V clear, V set, V v) where V : struct where L : struct, IByteLanes<V> =>
        L.Choose(bit, L.Shuffle(set, v), L.Shuffle(clear, v));
}
