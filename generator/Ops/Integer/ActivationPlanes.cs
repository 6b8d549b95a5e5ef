using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// Scratch in which the activations that a block of pixels reads lie ready to be multiplied, made once for all panels: int8 ones shifted, and,
/// where weights might saturate, all of them as int16. A block is a whole picture or, where that is too large, some tiles of a row.
/// </summary>
/// <param name="IsShifted">Whether there are bytes; else they are read where they lie.</param>
/// <param name="IsWidened">Whether there are numbers of int16.</param>
/// <param name="Room">Activations of the largest block.</param>
sealed record ActivationPlanes(bool IsShifted, bool IsWidened, int Room)
{
    /// <summary>Activations of a block: with twice as many bytes of int16 they leave some of the nearest cache to a panel.</summary>
    const int RoomWanted = 8 * 1024;

    /// <param name="isSigned">Whether activations are int8.</param>
    /// <param name="isProven">Whether no weights might saturate.</param>
    /// <param name="picture">Bytes from the first activation that is read to the last.</param>
    /// <param name="tile">The same for the pixels of a tile, of which no part can be a block.</param>
    public static ActivationPlanes For(bool isSigned, bool isProven, int picture, int tile)
    {
        var room = Math.Min(picture, Math.Max(tile, RoomWanted));
        return new(isSigned, !isProven, Alignment.Up(room));
    }

    public bool Exist => IsShifted || IsWidened;

    /// <summary>Where the int16 begin, behind the bytes.</summary>
    public int WideAt => IsShifted ? Room : 0;

    public int Bytes => WideAt + (IsWidened ? Room * sizeof(short) : 0);
}
