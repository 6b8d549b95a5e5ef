using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>a0 b0 a1 b1 …: the halves of two vectors, element by element.</summary>
static class Interleave
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static Vector128<byte> Lower(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Shuffle(a, Vector128.Create((byte)0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16))
            | Vector128.Shuffle(b, Vector128.Create((byte)16, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7));

    [MethodImpl(Inline)]
    public static Vector128<byte> Upper(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Lower(Vector128.Create(a.GetUpper(), a.GetUpper()), Vector128.Create(b.GetUpper(), b.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<short> Lower(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Shuffle(a, Vector128.Create((short)0, 8, 1, 8, 2, 8, 3, 8)) | Vector128.Shuffle(b, Vector128.Create((short)8, 0, 8, 1, 8, 2, 8, 3));

    [MethodImpl(Inline)]
    public static Vector128<short> Upper(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Lower(Vector128.Create(a.GetUpper(), a.GetUpper()), Vector128.Create(b.GetUpper(), b.GetUpper()));
}
