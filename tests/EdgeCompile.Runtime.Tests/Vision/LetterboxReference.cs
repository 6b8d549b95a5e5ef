namespace EdgeCompile.Runtime.Tests.Vision;

/// <summary>The sample model's preprocessing rule, pixel by pixel in double precision.</summary>
static class LetterboxReference
{
    public static double[] Fill(byte[] rgb, int width, int height, int networkWidth, int networkHeight)
    {
        var scale = Math.Min((double)networkWidth / width, (double)networkHeight / height);
        var (newWidth, newHeight) = ((int)Math.Floor(width * scale + 0.5), (int)Math.Floor(height * scale + 0.5));
        var (left, top) = ((networkWidth - newWidth) / 2, (networkHeight - newHeight) / 2);
        var target = new double[3 * networkWidth * networkHeight];
        Array.Fill(target, 114 / 255.0);
        for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < newHeight; y++)
                for (var x = 0; x < newWidth; x++)
                    target[(channel * networkHeight + top + y) * networkWidth + left + x] =
                        Sample((x + 0.5) * width / newWidth - 0.5, (y + 0.5) * height / newHeight - 0.5, channel) / 255;
        return target;

        double Sample(double x, double y, int channel)
        {
            (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
            var (x0, y0) = ((int)x, (int)y);
            var (x1, y1) = (Math.Min(x0 + 1, width - 1), Math.Min(y0 + 1, height - 1));
            double At(int column, int row) => rgb[(row * width + column) * 3 + channel];
            var upper = At(x0, y0) * (1 - (x - x0)) + At(x1, y0) * (x - x0);
            var lower = At(x0, y1) * (1 - (x - x0)) + At(x1, y1) * (x - x0);
            return upper * (1 - (y - y0)) + lower * (y - y0);
        }
    }
}
