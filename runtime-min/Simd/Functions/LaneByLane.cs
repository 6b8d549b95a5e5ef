using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>Lane by lane work for what has no vector form: rare arguments and <c>pow</c>.</summary>
static unsafe class LaneByLane
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Map<V>(V x, delegate*<float, float> function) where V : struct
    {
        for (var i = 0; i < Unsafe.SizeOf<V>() / sizeof(float); i++)
            At(ref x, i) = function(At(ref x, i));
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Map<V>(V x, V y, delegate*<float, float, float> function) where V : struct
    {
        for (var i = 0; i < Unsafe.SizeOf<V>() / sizeof(float); i++)
            At(ref x, i) = function(At(ref x, i), At(ref y, i));
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref float At<V>(ref V vector, int lane) where V : struct => ref Unsafe.Add(ref Unsafe.As<V, float>(ref vector), lane);
}
