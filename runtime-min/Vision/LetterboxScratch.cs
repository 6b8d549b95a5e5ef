using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>What <see cref="Letterbox"/> needs besides its input and output: sized by the network, so that no picture makes it grow.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LetterboxScratch
{
    /// <summary>Makes the buffers for a network's input.</summary>
    /// <param name="networkWidth">The width of the input in pixels.</param>
    /// <param name="networkHeight">The height of the input in pixels.</param>
    public LetterboxScratch(int networkWidth, int networkHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(networkWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(networkHeight);
        NetworkWidth = networkWidth;
        NetworkHeight = networkHeight;
        First = new int[networkWidth];
        Second = new int[networkWidth];
        Fraction = new float[networkWidth];
        Upper = new float[3 * networkWidth];
        Lower = new float[3 * networkWidth];
    }

    /// <summary>The width of the network's input in pixels.</summary>
    public int NetworkWidth { get; }

    /// <summary>The height of the network's input in pixels.</summary>
    public int NetworkHeight { get; }

    /// <summary>Per column of the scaled picture the <see cref="Tap"/> across, as three tables for vector loads.</summary>
    internal int[] First { get; }

    internal int[] Second { get; }

    internal float[] Fraction { get; }

    /// <summary>The two rows of the picture under way, resized across: [3, network width], 0 to 255.</summary>
    internal float[] Upper { get; set; }

    internal float[] Lower { get; set; }
}
