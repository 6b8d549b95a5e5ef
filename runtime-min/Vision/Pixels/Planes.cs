using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>The three channels of eight pixels.</summary>
readonly record struct Planes(Vector256<float> First, Vector256<float> Second, Vector256<float> Third)
{
    /// <summary>The three low bytes of each word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes Unpack(Vector256<int> words) => new(Byte(words), Byte(words >> 8), Byte(words >> 16));

    /// <summary>The low byte of each word as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Byte(Vector256<int> words) => Avx.ConvertToVector256Single(words & Vector256.Create(0xFF));
}
