using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Parts of a picture with the zeros that a convolution reads around it; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PaddedWindow
{
    /// <summary>Copies a rectangle of a picture that may reach beyond it; zeros stand for what lies outside.</summary>
    /// <param name="picture">The picture's first element.</param>
    /// <param name="window">Room for planes·rows·columns·columnSize elements, dense.</param>
    /// <param name="top">The rectangle's first row; negative above the picture.</param>
    /// <param name="left">Its first column; negative left of the picture.</param>
    /// <param name="planes">Planes of the picture: its channels, or 1 where they are neighbours.</param>
    /// <param name="planeStep">Elements from one plane to the next.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="rowStep">Elements from one row to the next.</param>
    /// <param name="columnSize">Elements of a column; columns are neighbours.</param>
    /// <param name="rows">Rows of the rectangle.</param>
    /// <param name="columns">Columns of the rectangle.</param>
    /// <remarks>Nothing is checked but what lies outside the picture; the compiler of models proves the rest.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(ref float picture, ref float window, int top, int left, int planes, int planeStep, int height, int width, int rowStep,
        int columnSize, int rows, int columns)
    {
        var from = Math.Clamp(left, 0, width);
        var to = Math.Clamp(left + columns, from, width);
        int before = Math.Clamp(from - left, 0, columns) * columnSize, inside = (to - from) * columnSize, line = columns * columnSize;
        for (var plane = 0; plane < planes; plane++)
            for (var row = top; row < top + rows; row++)
            {
                if ((uint)row < (uint)height)
                {
                    Clear(ref window, before);
                    ref var source = ref Unsafe.Add(ref picture, plane * planeStep + row * rowStep + from * columnSize);
                    Copy(ref source, ref Unsafe.Add(ref window, before), inside);
                    Clear(ref Unsafe.Add(ref window, before + inside), line - before - inside);
                }
                else
                    Clear(ref window, line);
                window = ref Unsafe.Add(ref window, line);
            }
    }

    // Lines of a window are short: a call for each would take longer than what it does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(ref float source, ref float target, int count)
    {
        var i = 0;
        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
            Vector128.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref target, (nuint)i);
        for (; i < count; i++)
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Clear(ref float target, int count)
    {
        for (var i = 0; i < count; i++)
            Unsafe.Add(ref target, i) = 0;
    }
}
