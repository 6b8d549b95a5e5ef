using System.Reflection;

namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>The members of one lane class, called by name: the four classes must have the same ones.</summary>
public sealed class Primitives(Type type, Type vector)
{
    public static readonly Primitives[] All =
    [
        new(typeof(F32x1), typeof(float)),
        new(typeof(F32x4), typeof(Vector128<float>)),
        new(typeof(F32x8), typeof(Vector256<float>)),
        new(typeof(F32x16), typeof(Vector512<float>)),
    ];

    public int Lanes => (int)type.GetField("Lanes")!.GetRawConstantValue()!;

    public override string ToString() => type.Name;

    /// <summary>
    /// What takes a vector apart differs by width: halves of the wide ones, single lanes of the narrowest; a lane alone has no neighbour. Sums of
    /// lanes are taken of as many vectors as there are lanes.
    /// </summary>
    static readonly string[] apart = ["Lower", "Upper", "Element", "SwapNeighbours", "LaneSums"];

    public IEnumerable<string> Signatures => type
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => !apart.Contains(member.Name))
        .Select(member => member.ToString()!.Replace(vector.ToString(), "V").Replace("Single", "V"))
        .Order(StringComparer.Ordinal);

    /// <summary>Calls a member with vectors whose lanes are all the given value; the result's lanes must be equal too.</summary>
    public float Call(string member, params float[] values)
    {
        var result = type.GetMethod(member)!.Invoke(null, Array.ConvertAll(values, value => Vector(Enumerable.Repeat(value, Lanes).ToArray())))!;
        var lanes = Floats(result);
        Assert.All(lanes, lane => Assert.Equal(BitConverter.SingleToInt32Bits(lanes[0]), BitConverter.SingleToInt32Bits(lane)));
        return lanes[0];
    }

    /// <summary>Calls a horizontal member on a vector of the given lanes.</summary>
    public float Fold(string member, float[] lanes) => (float)type.GetMethod(member)!.Invoke(null, [Vector(lanes)])!;

    object Vector(float[] lanes) => Lanes switch
    {
        1 => lanes[0],
        4 => Vector128.Create(lanes),
        8 => Vector256.Create(lanes),
        _ => Vector512.Create(lanes),
    };

    float[] Floats(object result)
    {
        var lanes = new float[Lanes];
        switch (result)
        {
            case float x: lanes[0] = x; break;
            case Vector128<float> v: v.CopyTo(lanes); break;
            case Vector256<float> v: v.CopyTo(lanes); break;
            case Vector512<float> v: v.CopyTo(lanes); break;
        }
        return lanes;
    }
}
