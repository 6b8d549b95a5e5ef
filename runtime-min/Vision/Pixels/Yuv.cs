using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Limited-range YUV to RGB by ITU-R BT.601: luma from 16 to 235, chroma from 16 to 240 around 128.</summary>
static class Yuv
{
    const float Luma = 1.16438356f, RedOfV = 1.59602679f, GreenOfU = -0.391762290f, GreenOfV = -0.812967647f, BlueOfU = 2.01723214f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToRgb(byte y, byte u, byte v)
    {
        var luma = Vector128.Create(Luma * (y - 16));
        var rgb = F32x4.Fma(Vector128.Create((float)(u - 128)), Vector128.Create(0f, GreenOfU, BlueOfU, 0f), luma);
        rgb = F32x4.Fma(Vector128.Create((float)(v - 128)), Vector128.Create(RedOfV, GreenOfV, 0f, 0f), rgb);
        return F32x4.Min(F32x4.Max(rgb, F32x4.Zero), F32x4.Create(255f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ToRgb(Vector256<float> y, Vector256<float> u, Vector256<float> v)
    {
        var luma = F32x8.Create(Luma) * (y - F32x8.Create(16f));
        u -= F32x8.Create(128f);
        v -= F32x8.Create(128f);
        var green = F32x8.Fma(v, F32x8.Create(GreenOfV), F32x8.Fma(u, F32x8.Create(GreenOfU), luma));
        return new(Clamp(F32x8.Fma(v, F32x8.Create(RedOfV), luma)), Clamp(green), Clamp(F32x8.Fma(u, F32x8.Create(BlueOfU), luma)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Clamp(Vector256<float> channel) => F32x8.Min(F32x8.Max(channel, F32x8.Zero), F32x8.Create(255f));
}
