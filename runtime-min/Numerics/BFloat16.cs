using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>The upper half of a float, as stored by models: 8 bits of exponent and 7 of mantissa. Arithmetic is float's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BFloat16
{
    /// <summary>The number that the bits stand for.</summary>
    public static float Value(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The bits of the nearest number, half to even.</summary>
    public static ushort Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)(bits >> 16 | 0x40);
        return (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }

    /// <summary>The bits of the nearest number, half to even, rounded once.</summary>
    public static ushort Round(double value)
    {
        // By way of a float that is rounded to odd, which remembers on which side of a half the number lay.
        var single = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (!double.IsNaN(value) && single != value && (bits & 1) == 0) bits += Math.Abs((double)single) < Math.Abs(value) ? 1 : uint.MaxValue;
        return Round(BitConverter.UInt32BitsToSingle(bits));
    }
}
