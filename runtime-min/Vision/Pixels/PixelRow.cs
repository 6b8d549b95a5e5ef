using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime;

/// <summary>A row of a picture, and the row of chroma beside it where the format has one. <see cref="ImageView"/> has checked the sizes.</summary>
readonly ref struct PixelRow
{
    public readonly ref readonly byte Pixels;
    public readonly ref readonly byte Chroma;

    public PixelRow(ImageView picture, int y)
    {
        ref var data = ref MemoryMarshal.GetReference(picture.Data);
        Pixels = ref Unsafe.Add(ref data, (nint)y * picture.Stride);
        Chroma = ref picture.Format == PixelFormat.Nv12
            ? ref Unsafe.Add(ref data, (nint)picture.Stride * picture.Height + (nint)(y / 2) * picture.Stride)
            : ref data;
    }
}
