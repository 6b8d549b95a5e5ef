using System.Reflection;

namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>The members of one class of integer lanes, called by name: the four classes must have the same ones.</summary>
public sealed class IntegerPrimitives(Type type, Type vector, Type floats)
{
    public static readonly IntegerPrimitives[] All =
    [
        new(typeof(I32x1), typeof(int), typeof(float)),
        new(typeof(I32x4), typeof(Vector128<int>), typeof(Vector128<float>)),
        new(typeof(I32x8), typeof(Vector256<int>), typeof(Vector256<float>)),
        new(typeof(I32x16), typeof(Vector512<int>), typeof(Vector512<float>)),
    ];

    public int Lanes => (int)type.GetField("Lanes")!.GetRawConstantValue()!;

    public override string ToString() => type.Name;

    public IEnumerable<string> Signatures => type
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member.Name is not ("Lower" or "Upper"))
        .Select(member => member.ToString()!.Replace(vector.ToString(), "V").Replace(floats.ToString(), "F").Replace("Int32", "V").Replace("Single", "F"))
        .Order(StringComparer.Ordinal);

    /// <summary>Calls a member with vectors whose lanes are all the given int or float; the result's lanes must be equal too.</summary>
    public object Call(string member, params object[] values)
    {
        var method = type.GetMethod(member)!;
        var arguments = method.GetParameters().Zip(values, (parameter, value) =>
            value is float x ? Floats(x) : Lanes > 1 && parameter.ParameterType == typeof(int) ? value
                : Vector([.. Enumerable.Repeat((int)value, Lanes)]));
        return method.Invoke(null, [.. arguments])! switch
        {
            Vector128<int> v => Same(v.ToScalar(), Vector128.EqualsAll(v, Vector128.Create(v.ToScalar()))),
            Vector256<int> v => Same(v.ToScalar(), Vector256.EqualsAll(v, Vector256.Create(v.ToScalar()))),
            Vector512<int> v => Same(v.ToScalar(), Vector512.EqualsAll(v, Vector512.Create(v.ToScalar()))),
            Vector128<float> v => Same(v.ToScalar(), Vector128.EqualsAll(v.AsInt32(), Vector128.Create(v.ToScalar()).AsInt32())),
            Vector256<float> v => Same(v.ToScalar(), Vector256.EqualsAll(v.AsInt32(), Vector256.Create(v.ToScalar()).AsInt32())),
            Vector512<float> v => Same(v.ToScalar(), Vector512.EqualsAll(v.AsInt32(), Vector512.Create(v.ToScalar()).AsInt32())),
            var scalar => scalar,
        };

        object Same(object lane, bool all)
        {
            Assert.True(all, $"{type.Name}.{member} differs from lane to lane");
            return lane;
        }
    }

    /// <summary>Calls a horizontal member on a vector of the given lanes.</summary>
    public int Fold(string member, int[] lanes) => (int)type.GetMethod(member)!.Invoke(null, [Vector(lanes)])!;

    object Vector(int[] lanes) => Lanes switch
    {
        1 => lanes[0],
        4 => Vector128.Create(lanes),
        8 => Vector256.Create(lanes),
        _ => Vector512.Create(lanes),
    };

    object Floats(float x) => Lanes switch
    {
        1 => x,
        4 => Vector128.Create(x),
        8 => Vector256.Create(x),
        _ => Vector512.Create(x),
    };
}
