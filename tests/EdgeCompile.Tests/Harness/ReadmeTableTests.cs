using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Harness;

public class ReadmeTableTests
{
    const string Report = """
        {
          "onnxRuntime": "1.30.0", "peakGflops": 148,
          "geometricMeans": [{ "rung": "Avx2", "speedup": 1.234, "models": 1 }, { "rung": "Avx512", "speedup": 2.5, "models": 1 }],
          "models": [
            { "model": "small", "fault": null, "size": { "multiplyAdds": 1000, "arenaBytes": 2048, "arenaLowerBound": 2048, "weightBytes": 10240 },
              "onnxRuntime": { "median": 48.46 },
              "rungs": [
                { "rung": "Avx2", "time": { "median": 39.3 }, "speedup": 1.234, "gflops": 50, "shareOfPeak": 0.3 },
                { "rung": "Avx512", "time": { "median": 1939 }, "speedup": 2.5, "gflops": 102.28, "shareOfPeak": 0.694 }
              ] },
            { "model": "refused", "fault": "why", "size": null, "onnxRuntime": null, "rungs": [] }
          ]
        }
        """;

    [Fact]
    public void TakesTheNumbersFromTheReport() => Assert.Equal("""
        | model | ONNX Runtime | AVX-512 | faster | GFLOP/s | of peak | AVX2, faster | Vector128, faster | arena KiB | weights KiB |
        |---|---|---|---|---|---|---|---|---|---|
        | small | 48.5 | 1939 | 2.50x | 102.3 | 69 % | 1.23x | | 2 | 10 |
        | geometric mean | | | 2.50x | | | 1.23x | | | |

        """.ReplaceLineEndings("\n"), ReadmeTable.Of(Report));

    [Fact]
    public void ReplacesWhatStandsBetweenTheMarksAndNothingElse()
    {
        var text = ReadmeTable.Replace("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n", Report);
        Assert.StartsWith("before\n<!-- bench:begin -->\n| model |", text);
        Assert.EndsWith("| geometric mean | | | 2.50x | | | 1.23x | | | |\n<!-- bench:end -->\nafter\n", text);
        Assert.DoesNotContain("old", text);
        Assert.Equal(text, ReadmeTable.Replace(text, Report));
    }

    /// <summary>The README has the marks, and the columns that would be written.</summary>
    [Fact]
    public void TheReadmeCanBeRewritten()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var heading = ReadmeTable.Of(Report).Split('\n')[0];
        Assert.Contains($"<!-- bench:begin -->\n{heading}\n", readme);
        Assert.Contains("| small | 48.5 |", ReadmeTable.Replace(readme, Report));
    }

    [Theory]
    [InlineData("no marks", Report)]
    [InlineData("<!-- bench:begin -->\n<!-- bench:end -->", "[]")]
    [InlineData("<!-- bench:begin -->\n<!-- bench:end -->", "not json")]
    public void SaysWhatItCannotRead(string readme, string report) => Assert.Throws<InvalidDataException>(() => ReadmeTable.Replace(readme, report));
}
