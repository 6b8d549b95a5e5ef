namespace EdgeCompile.Runtime.Tests.Vision;

public class DetectionsTests
{
    static readonly LetterboxTransform Identity = LetterboxTransform.Fit(100, 100, 100, 100);

    // Each proposal: centre x, centre y, width, height, then a score per class.
    static Detection[] Decode(float[][] proposals, int room = 100, float minConfidence = 0.25f, LetterboxTransform? box = null)
    {
        var rows = proposals[0].Length;
        var output = new float[rows * proposals.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < proposals.Length; column++)
                output[row * proposals.Length + column] = proposals[column][row];
        var results = new Detection[room];
        var count = new Detections(rows - 4, proposals.Length).Decode(output, box ?? Identity, minConfidence, 0.45f, results);
        Assert.All(results[count..], rest => Assert.Equal(default, rest));
        return results[..count];
    }

    [Fact]
    public void Takes_the_first_greatest_class_above_the_threshold()
    {
        float[][] proposals =
        [
            [10, 10, 4, 6, 0.3f, 0.7f, 0.7f],
            [50, 50, 4, 4, 0.25f, 0.1f, 0f], // not above
            [70, 70, 4, 4, 0f, 0f, 0.9f],
        ];
        Assert.Equal([new(2, 0.9f, 68, 68, 72, 72), new(1, 0.7f, 8, 7, 12, 13)], Decode(proposals));
    }

    [Fact]
    public void A_better_box_covers_those_of_its_class_only()
    {
        // IoU of the first two: 8·10 / (100 + 100 - 80) = 0.67; of the first and last: 6·10 / 140 = 0.43.
        float[][] proposals =
        [
            [20, 20, 10, 10, 0.9f, 0f],
            [22, 20, 10, 10, 0.8f, 0f],
            [22, 20, 10, 10, 0f, 0.7f],
            [24, 20, 10, 10, 0.6f, 0f],
        ];
        Assert.Equal([(0, 0.9f), (1, 0.7f), (0, 0.6f)], Decode(proposals).Select(found => (found.Label, found.Confidence)));
    }

    [Fact]
    public void A_dropped_box_covers_nothing()
    {
        // The middle one is covered by the first; alone it would cover the last.
        float[][] proposals = [[20, 20, 10, 10, 0.9f], [23, 20, 10, 10, 0.8f], [26, 20, 10, 10, 0.7f]];
        Assert.Equal([15f, 21f], Decode(proposals).Select(found => found.Left));
    }

    [Fact]
    public void Ties_keep_the_order_of_the_columns()
    {
        var proposals = Enumerable.Range(0, 40).Select(i => new float[] { 2 * i + 1, 50, 2, 2, 0.5f }).ToArray();
        Assert.Equal(Enumerable.Range(0, 40).Select(i => 2f * i), Decode(proposals).Select(found => found.Left));
    }

    [Fact]
    public void A_short_span_takes_the_best()
    {
        float[][] proposals = [[10, 10, 4, 4, 0.5f], [30, 10, 4, 4, 0.9f], [50, 10, 4, 4, 0.7f]];
        Assert.Equal([0.9f, 0.7f], Decode(proposals, room: 2).Select(found => found.Confidence));
        Assert.Empty(Decode(proposals, room: 0));
    }

    [Fact]
    public void Boxes_return_to_the_picture_and_stay_inside()
    {
        // 200x100 in 100x100: scale 1/2, 25 rows of padding.
        var box = LetterboxTransform.Fit(200, 100, 100, 100);
        Assert.Equal(new(0, 0.5f, 20, 30, 60, 50), Decode([[20, 45, 20, 10, 0.5f]], box: box).Single());
        Assert.Equal(new(0, 0.5f, 0, 0, 200, 100), Decode([[50, 50, 300, 300, 0.5f]], box: box).Single());
    }

    [Fact]
    public void Scores_that_are_not_numbers_do_not_count() =>
        Assert.Equal(0.5f, Decode([[10, 10, 4, 4, float.NaN], [10, 10, 4, 4, 0.5f]]).Single().Confidence);

    [Fact]
    public void Vector_and_tail_agree()
    {
        var random = new Random(7);
        var proposals = Enumerable.Range(0, 23).Select(i =>
            new[] { 40f * i, 50, 4, 4 }.Concat(Enumerable.Range(0, 9).Select(_ => random.Next(1, 5) / 8f)).ToArray()).ToArray();
        var wide = LetterboxTransform.Fit(1000, 1000, 1000, 1000);
        var found = Decode(proposals, minConfidence: 0, box: wide).OrderBy(detection => detection.Right).ToArray();
        Assert.Equal(proposals.Select(p => (Array.IndexOf(p, p[4..].Max(), 4) - 4, p[4..].Max())), found.Select(f => (f.Label, f.Confidence)));
    }

    [Fact]
    public void Refuses_an_output_of_another_length()
    {
        var error = Assert.Throws<ArgumentException>(() => new Detections(2, 3).Decode(new float[17], Identity, 0.25f, 0.45f, new Detection[1]));
        Assert.Contains("18", error.Message);
        Assert.Contains("17", error.Message);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var output = new float[6 * 500];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(output.AsSpan()));
        for (var i = 0; i < output.Length; i++)
            output[i] = float.IsFinite(output[i]) ? Math.Abs(output[i]) % 100 : 1;
        var (detections, results) = (new Detections(2, 500), new Detection[500]);
        detections.Decode(output, Identity, 0.25f, 0.45f, results);
        var before = GC.GetAllocatedBytesForCurrentThread();
        detections.Decode(output, Identity, 0.25f, 0.45f, results);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
