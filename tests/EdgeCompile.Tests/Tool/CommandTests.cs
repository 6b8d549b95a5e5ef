using System.Text.Json;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Ops;
using EdgeCompile.Runtime;
using EdgeCompile.Tests.Onnx;
using EdgeCompile.Tool;
using Google.Protobuf;

namespace EdgeCompile.Tests.Tool;

/// <summary>The command line on small models, called in this process.</summary>
public sealed class CommandTests : IDisposable
{
    readonly string folder = Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("edgecompile-tool").FullName, "case")).FullName;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void VerifyPassesOnEveryRung()
    {
        var (code, output, _) = Run("verify", Leaky(), "--data", Data(1, -2, 3, [1, -0.02f, 3]));
        Assert.Equal(CommandLine.Success, code);
        foreach (var rung in RungChoice.Of("all")) Assert.Contains(rung.ToString(), output);
        Assert.Contains("outputs within", output);
    }

    [Fact]
    public void VerifyTellsOfAMiss()
    {
        var (code, output, _) = Run("verify", Leaky(), "--data", Data(1, -2, 3, [1, -0.5f, 3]), "--rung", "vector128", "--json");
        Assert.Equal(CommandLine.Miss, code);
        var check = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("outputs").EnumerateArray());
        Assert.Equal("y", check.GetProperty("output").GetString());
        Assert.Equal(nameof(Rung.Vector128), check.GetProperty("rung").GetString());
        Assert.Equal(1, check.GetProperty("outside").GetInt32());
        Assert.Equal(0.48, check.GetProperty("maxAbsolute").GetDouble(), 1e-6);
        Assert.Equal(0.96, check.GetProperty("maxRelative").GetDouble(), 1e-6);
    }

    [Fact]
    public void ALooserToleranceForgivesIt() =>
        Assert.Equal(CommandLine.Success, Run("verify", Leaky(), "--data", Data(1, -2, 3, [1, -0.5f, 3]), "--tolerance", "0.2").Code);

    [Fact]
    public void TestDataBesideTheModelAreFound()
    {
        var (model, data) = (Leaky(), Data(1, -2, 3, [1, -0.02f, 3]));
        Assert.Equal(folder, Path.GetDirectoryName(data));
        Assert.Equal(CommandLine.Success, Run("verify", model).Code);
    }

    [Fact]
    public void VerifyWithoutTestDataIsRefused()
    {
        var (code, _, error) = Run("verify", Leaky());
        Assert.Equal(CommandLine.Refused, code);
        Assert.Contains("--data", error);
    }

    [Fact]
    public void DataOfAnotherShapeAreRefusedByName()
    {
        var model = Save("open", new ModelBuilder().Input("x", "N").Node("Relu", ["x"], ["y"]).Output("y"));
        var data = Data(1, 2, 3, [1, 2, 3]);
        var (code, _, error) = Run("verify", model, "--data", data, "--input-shapes", "N=2");
        Assert.Equal(CommandLine.Refused, code);
        Assert.Contains("input 'x' is float32[3], the model takes float32[2]", error);
        Assert.Equal(CommandLine.Success, Run("verify", model, "--data", data, "--input-shapes", "N=3").Code);
    }

    [Fact]
    public void AModelIsCompiledForEachShapeOfItsTestData()
    {
        var model = Save("open", new ModelBuilder().Input("x", "N").Node("LeakyRelu", ["x"], ["y"]).Output("y"));
        SaveData(0, [1, -2, 3], [1, -0.02f, 3]);
        SaveData(1, [-1, 2], [-0.01f, 2]);
        var (code, output, _) = Run("verify", model, "--rung", "vector128", "--json");
        Assert.Equal(CommandLine.Success, code);
        var checks = JsonDocument.Parse(output).RootElement.GetProperty("outputs").EnumerateArray();
        Assert.Equal([("test_data_set_0", 3), ("test_data_set_1", 2)],
            checks.Select(check => (check.GetProperty("data").GetString()!, check.GetProperty("elements").GetInt32())));
    }

    [Fact]
    public void ASavedOutputThatIsNoCloserItselfIsHeldToHalfAgainItsOwnDifference()
    {
        var zoo = $$"""[{"name": "{{Path.GetFileName(folder)}}", "cases": [{"ortOptimisedDiff": [0.25], "absmax": [3]}]}]""";
        var beside = Path.Combine(Path.GetDirectoryName(folder)!, "zoo.json");
        File.WriteAllText(beside, zoo);
        var (model, data) = (Leaky(), Data(1, -2, 3, [1, -0.3f, 3]));
        var (code, output, _) = Run("verify", model, "--data", data);
        Assert.Equal(CommandLine.Success, code);
        Assert.Contains("1.5 times what zoo.json says", output);
        Assert.Equal(CommandLine.Miss, Run("verify", model, "--data", data, "--tolerance", "1e-4").Code);
        SaveData(0, [1, -2, 3], [1, -0.45f, 3]);
        Assert.Equal(CommandLine.Miss, Run("verify", model, "--data", data).Code);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("analyze")]
    [InlineData("emit", "-o", "out")]
    public void AnUnsupportedModelSaysAllItsReasons(string command, params string[] more)
    {
        var model = Save("strange", new ModelBuilder().Input("x", 3)
            .Node("Frobnicate", ["x"], ["a"]).Node("Relu", ["a"], ["b"]).Node("Twiddle", ["b"], ["y"]).Output("y"));
        Data(1, 2, 3, [1, 2, 3]);
        var (code, output, error) = Run([command, model, .. more.Select(word => word == "out" ? Path.Combine(folder, word) : word)]);
        Assert.Equal(CommandLine.Refused, code);
        Assert.Equal("", output);
        Assert.Contains($"{model}(1,1): error EC0004: ", error);
        Assert.Contains($"{model}(3,1): error EC0004: ", error);
        Assert.Contains("Frobnicate", error);
        Assert.Contains("Twiddle", error);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
    }

    [Fact]
    public void AMissingFileIsOneLine()
    {
        var (code, _, error) = Run("analyze", Path.Combine(folder, "none.onnx"));
        Assert.Equal(CommandLine.Refused, code);
        Assert.StartsWith("error: ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "m", "--rung", "mmx")]
    [InlineData("emit", "m")]
    [InlineData("conjure")]
    public void WrongUsageIsExitCode2(params string[] arguments) => Assert.Equal(CommandLine.Refused, Run(arguments).Code);

    [Fact]
    public void EmitWritesWhatCompiles()
    {
        var target = Path.Combine(folder, "out");
        var (code, output, _) = Run("emit", Leaky(), "-o", target, "--class", "Leak", "--namespace", "Small.Models");
        Assert.Equal(CommandLine.Success, code);
        var files = Directory.GetFiles(target);
        Assert.All(files, file => Assert.Contains(file, output));
        using var assembly = InMemoryCompiler.Compile(files.Select(file => new SourceFile(Path.GetFileName(file), File.ReadAllText(file))), []);
        Assert.NotNull(assembly.Assembly.GetType("Small.Models.Leak"));
    }

    [Fact]
    public void LargeWeightsBecomeAFile()
    {
        var weights = new Tensor(ElementType.Float32, new Shape(600, 600));
        for (var i = 0; i < weights.Count; i++) weights.SetDouble(i, i);
        var model = Save("wide", new ModelBuilder().Input("x", 1, 600).Initialiser("w", weights).Node("MatMul", ["x", "w"], ["y"]).Output("y"));
        var (code, output, _) = Run("emit", model, "-o", folder);
        Assert.Equal(CommandLine.Success, code);
        Assert.True(new FileInfo(Path.Combine(folder, "Wide.weights.bin")).Length >= weights.Bytes.Length);
        Assert.Contains("""<EmbeddedResource Include="Wide.weights.bin" LogicalName="EdgeCompile.Wide.weights" />""", output);
    }

    [Fact]
    public void EmitRefusesAClassThatIsNoIdentifier()
    {
        var (code, _, error) = Run("emit", Leaky(), "-o", folder, "--class", "9 lives");
        Assert.Equal(CommandLine.Refused, code);
        Assert.Contains("EC0020", error);
    }

    [Fact]
    public void AnalyzeShowsStepsTotalsAndMemory()
    {
        var (code, output, _) = Run("analyze", Product());
        Assert.Equal(CommandLine.Success, code);
        Assert.Contains("MatMul", output);
        Assert.Contains("float32[4x4]", output);
        Assert.Contains("64 multiply-adds", output);
        Assert.Contains("peak", output);
    }

    [Fact]
    public void AnalyzeInJsonAddsUp()
    {
        var (code, output, _) = Run("analyze", Product(), "--json");
        Assert.Equal(CommandLine.Success, code);
        var plan = JsonDocument.Parse(output).RootElement;
        var steps = plan.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(64, plan.GetProperty("multiplyAdds").GetInt64());
        Assert.Equal(plan.GetProperty("multiplyAdds").GetInt64(), steps.Sum(step => step.GetProperty("multiplyAdds").GetInt64()));
        Assert.Equal(plan.GetProperty("arenaLowerBound").GetInt32(), steps.Max(step => step.GetProperty("liveBytes").GetInt32()));
        Assert.All(steps, step => Assert.True(step.GetProperty("liveBytes").GetInt32() <= plan.GetProperty("arenaBytes").GetInt32()));
        Assert.Equal("Output", steps[^1].GetProperty("makes")[0].GetProperty("region").GetString());
    }

    [Fact]
    public void AnalyzeWritesAPageThatNeedsNothingElse()
    {
        var model = new ModelBuilder().Input("x", 1, 4, 9, 9).Node("MaxPool", ["x"], ["p"], ModelBuilder.Attribute("kernel_shape", new[] { 2L, 2 }))
            .Node("Softmax", ["p"], ["s"]).Node("Add", ["s", "p"], ["y"]).Output("y");
        model.Graph.Node[2].Name = "<script src='https://example.org'>&";
        var (path, page) = (Save("page", model), Path.Combine(folder, "page.html"));
        var (code, output, _) = Run("analyze", path, "--html", page);
        Assert.Equal(CommandLine.Success, code);
        Assert.Contains(page, output);
        var text = File.ReadAllText(page);
        foreach (var outside in new[] { "<script", "<link", "<img", " href=", " src=\"", "url(", "@import" }) Assert.DoesNotContain(outside, text);
        Assert.Contains("&lt;script", text);
        Assert.Contains("prefers-color-scheme: dark", text);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(text, "<svg role=\"img\" aria-label="));
        // A row for each input, step and output; in the lanes a line for the pool's second reader.
        Assert.Equal(System.Text.RegularExpressions.Regex.Count(text, "<circle "),
            System.Text.RegularExpressions.Regex.Count(text, "<td class=\"number faint\">"));
        Run("analyze", path, "--html", page);
        Assert.Equal(text, File.ReadAllText(page));
    }

    [Fact]
    public void AnalyzeTimesEachStep()
    {
        var (code, output, _) = Run("analyze", Product(), "--time", "--json");
        Assert.Equal(CommandLine.Success, code);
        var plan = JsonDocument.Parse(output).RootElement;
        Assert.True(plan.GetProperty("timing").GetProperty("calls").GetInt32() >= 10);
        Assert.All(plan.GetProperty("steps").EnumerateArray(), step => Assert.True(step.GetProperty("microseconds").GetDouble() > 0));
        Assert.Contains("µs", Run("analyze", Product(), "--time").Output);
    }

    [Fact]
    public void OpsListsTheTable()
    {
        var (code, output, _) = Run("ops");
        Assert.Equal(CommandLine.Success, code);
        foreach (var row in OpTable.Rows) Assert.Contains($" {row.Name} ", output);
    }

    [Fact]
    public void NamesFromAModelCannotForgeLines()
    {
        var model = new ModelBuilder().Input("x", 3).Node("Relu", ["x"], ["y"]).Output("y");
        model.Graph.Node[0].Name = "a\u001b[31m[red]\nerror: forged";
        var (code, output, _) = Run("analyze", Save("forged", model));
        Assert.Equal(CommandLine.Success, code);
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("a?[31m[red]?error: forged", output);
    }

    string Leaky() => Save("leaky", new ModelBuilder().Input("x", 3).Node("LeakyRelu", ["x"], ["y"]).Output("y"));

    /// <summary>A product and a softmax, which needs whole rows: a tensor lies between them in the arena.</summary>
    string Product()
    {
        var weights = Tensor.Floats(new Shape(4, 4), [.. Enumerable.Range(1, 16).Select(i => (float)i)]);
        return Save("product", new ModelBuilder().Input("x", 4, 4).Initialiser("w", weights).Node("MatMul", ["x", "w"], ["a"])
            .Node("Softmax", ["a"], ["y"]).Output("y"));
    }

    string Save(string name, ModelBuilder model)
    {
        var path = Path.Combine(folder, name + ".onnx");
        File.WriteAllBytes(path, model.Proto.ToByteArray());
        return path;
    }

    string Data(float a, float b, float c, float[] expected) => SaveData(0, [a, b, c], expected);

    string SaveData(int number, float[] input, float[] expected)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"test_data_set_{number}")).FullName;
        File.WriteAllBytes(Path.Combine(data, "input_0.pb"), ModelBuilder.TensorOf("x", Tensor.Floats(new Shape(input.Length), input)).ToByteArray());
        File.WriteAllBytes(Path.Combine(data, "output_0.pb"),
            ModelBuilder.TensorOf("y", Tensor.Floats(new Shape(expected.Length), expected)).ToByteArray());
        return data;
    }

    static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
