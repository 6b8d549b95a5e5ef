namespace Samples.Detector.Pictures;

/// <summary>Reads binary PPM and PGM files (P6, P5), of 8 or 16 bits a sample.</summary>
static class PnmReader
{
    public static bool IsPnm(ReadOnlySpan<byte> file) => file.Length > 2 && file[0] == 'P' && file[1] is (byte)'5' or (byte)'6' && IsSpace(file[2]);

    /// <exception cref="PictureException">The file is truncated or damaged.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        var at = 2;
        int width = Number(file, ref at), height = Number(file, ref at), most = Number(file, ref at);
        if (most is 0 or > 65535 || at >= file.Length || !IsSpace(file[at])) throw new PictureException("the PPM's header is damaged");
        var samples = file[(at + 1)..];

        int channels = file[1] == '6' ? 3 : 1, size = most < 256 ? 1 : 2;
        if (samples.Length < (long)width * height * channels * size) throw new PictureException("the PPM ends early");
        var picture = Picture.Empty(width, height);
        for (var i = 0; i < picture.Rgb.Length; i++)
        {
            var index = (channels == 3 ? i : i / 3) * size;
            var sample = size == 1 ? samples[index] : samples[index] << 8 | samples[index + 1];
            picture.Rgb[i] = (byte)((Math.Min(sample, most) * 255 + most / 2) / most);
        }
        return picture;
    }

    // Numbers stand between white space and comments that run from # to the end of the line.
    static int Number(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && (IsSpace(file[at]) || file[at] == '#'))
        {
            if (file[at] == '#')
                while (at < file.Length && file[at] != '\n') at++;
            else at++;
        }
        var value = 0;
        var start = at;
        for (; at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            if (at - start >= 9) throw new PictureException("the PPM's header is damaged");
            value = 10 * value + file[at] - '0';
        }
        return at > start ? value : throw new PictureException("the PPM's header is damaged");
    }

    static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C;
}
