using System.Globalization;
using System.Security;
using System.Text;

namespace Samples.Machines;

/// <summary>Draws scores over time as an SVG picture.</summary>
static class Plot
{
    const int Width = 800, Height = 300, Left = 60, Right = 20, Top = 40, Bottom = 40;

    /// <summary>The picture.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="scores">The heights, none negative.</param>
    /// <param name="step">Seconds from one score to the next.</param>
    public static string Svg(string title, ReadOnlySpan<float> scores, double step)
    {
        double highest = 1;
        foreach (var score in scores) highest = Math.Max(highest, score);
        var (xUnit, yUnit) = ((Width - Left - Right) / (step * Math.Max(1, scores.Length - 1)), (Height - Top - Bottom) / highest);
        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Line($"<text x=\"{Left}\" y=\"24\" font-size=\"15\">{SecurityElement.Escape(title)}</text>");
        for (var i = 0; i <= 4; i++)
        {
            double value = highest * i / 4, y = Height - Bottom - value * yUnit;
            Line($"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Right}\" y2=\"{y:F1}\" stroke=\"#ddd\"/>");
            Line($"<text x=\"{Left - 6}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{value:F0}</text>");
        }
        for (double time = 0, tick = Tick(step * scores.Length); time <= step * Math.Max(1, scores.Length - 1); time += tick)
            Line($"<text x=\"{Left + time * xUnit:F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{time:0.##}</text>");
        Line($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">seconds</text>");
        svg.Append("<polyline fill=\"none\" stroke=\"#c0392b\" stroke-width=\"1.5\" points=\"");
        for (var i = 0; i < scores.Length; i++)
            svg.Append(CultureInfo.InvariantCulture, $"{Left + i * step * xUnit:F1},{Height - Bottom - scores[i] * yUnit:F1} ");
        return svg.Append("\"/>\n</svg>\n").ToString();

        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    // 1, 2 or 5 times a power of ten, about eight on the axis.
    static double Tick(double seconds)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(seconds, 0.1) / 8)));
        foreach (var factor in (ReadOnlySpan<int>)[1, 2, 5])
            if (seconds / (factor * power) <= 8) return factor * power;
        return 10 * power;
    }
}
