using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Limited-range YUV to RGB by ITU-R BT.601: luma from 16 to 235, chroma from 16 to 240 around 128.</summary>
static class Yuv
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToRgb(byte y, byte u, byte v)
    {
        var luma = Vector128.Create(1.16438356f * (y - 16));
        var rgb = F32x4.Fma(Vector128.Create((float)(u - 128)), Vector128.Create(0f, -0.391762290f, 2.01723214f, 0f), luma);
        rgb = F32x4.Fma(Vector128.Create((float)(v - 128)), Vector128.Create(1.59602679f, -0.812967647f, 0f, 0f), rgb);
        return F32x4.Min(F32x4.Max(rgb, F32x4.Zero), F32x4.Create(255f));
    }
}
