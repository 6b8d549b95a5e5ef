using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime;

/// <summary>A row of a picture, and the row of chroma beside it where the format has one. <see cref="ImageView"/> has checked the sizes.</summary>
readonly ref struct PixelRow
{
    public readonly ref readonly byte Pixels;
    public readonly ref readonly byte Chroma;

    /// <summary>Whether three bytes past the row's last pixel still belong to the picture.</summary>
    public readonly bool CanReadPast;

    public PixelRow(ImageView picture, int y)
    {
        ref var data = ref MemoryMarshal.GetReference(picture.Data);
        var pixels = (nint)y * picture.Stride;
        var chroma = picture.Format == PixelFormat.Nv12 ? ((nint)picture.Height + y / 2) * picture.Stride : pixels;
        Pixels = ref Unsafe.Add(ref data, pixels);
        Chroma = ref Unsafe.Add(ref data, chroma);
        CanReadPast = chroma + picture.Stride + 3 <= picture.Data.Length;
    }
}
