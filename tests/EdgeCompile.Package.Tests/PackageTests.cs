namespace EdgeCompile.Package.Tests;

/// <summary>The packed package in projects of its users.</summary>
public class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    const string PlainModel = """<AdditionalFiles Include="ObjectDetector.onnx" />""";

    /// <summary>Where the task compiled ahead of time lies for this machine.</summary>
    static readonly string AheadOfTime = "tasks/" + System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    [Fact]
    public void ABuildTakesWhatWasCompiledAheadOfTimeForItsMachine()
    {
        var consumer = new Consumer(feed, "ahead", PlainModel);
        var log = consumer.Build("-v", "diagnostic").Replace('\\', '/');
        // Not the property, of which the log also tells what it was before.
        Assert.Matches($"task from assembly \"[^\"]*{AheadOfTime}/EdgeCompile\\.Tasks\\.dll\"", log);
        string[] analyzers = [.. System.Text.RegularExpressions.Regex.Matches(log, @"/analyzer:(\S+)").Select(match => match.Groups[1].Value)];
        Assert.Equal([$"{AheadOfTime}/EdgeCompile.Generator.dll", $"{AheadOfTime}/Google.Protobuf.dll"],
            analyzers.Where(path => path.Contains("/edgecompile/")).Select(path => path[path.IndexOf("tasks/", StringComparison.Ordinal)..]).Distinct());
    }

    /// <summary>As in Visual Studio, or on a machine that the package has no task for.</summary>
    [Fact]
    public void ThePortableTaskServesElsewhere()
    {
        var consumer = new Consumer(feed, "portable", PlainModel);
        consumer.Build("-p:NETCoreSdkPortableRuntimeIdentifier=other");
        Assert.Equal(Consumer.Expected, consumer.Run());
    }

    [Fact]
    public void ThePackageHoldsGeneratorRuntimeTasksAndNoDependencies()
    {
        Assert.Superset(new HashSet<string>
        {
            "README.md", "buildTransitive/EdgeCompile.props", "buildTransitive/EdgeCompile.targets",
            "analyzers/dotnet/cs/EdgeCompile.Generator.dll", "analyzers/dotnet/cs/Google.Protobuf.dll",
            "lib/net8.0/EdgeCompile.Runtime.dll", "lib/net8.0/EdgeCompile.Runtime.xml",
            "lib/net9.0/EdgeCompile.Runtime.dll", "lib/net10.0/EdgeCompile.Runtime.dll",
            "tasks/netstandard2.0/EdgeCompile.Tasks.dll", "tasks/netstandard2.0/EdgeCompile.Generator.dll",
                "tasks/netstandard2.0/Google.Protobuf.dll",
            $"{AheadOfTime}/EdgeCompile.Tasks.dll", $"{AheadOfTime}/EdgeCompile.Generator.dll", $"{AheadOfTime}/Google.Protobuf.dll",
        }, feed.Entries.ToHashSet());
        Assert.DoesNotContain(feed.Entries, entry => entry.Contains("Microsoft.CodeAnalysis") || entry.Contains("Microsoft.Build"));
        // The portable System.Memory is for .NET Framework; what was compiled ahead of time would take its spans for those of the runtime.
        Assert.DoesNotContain(feed.Entries, entry => entry.StartsWith($"{AheadOfTime}/System.", StringComparison.Ordinal));
        Assert.DoesNotContain("<dependency ", feed.Text("EdgeCompile.nuspec"));
    }

    [Fact]
    public void AnAdditionalFileAndTenLinesRun()
    {
        var consumer = new Consumer(feed, "plain", PlainModel);
        consumer.Build();
        Assert.Equal(Consumer.Expected, consumer.Run());
    }

    [Fact]
    public void WeightsAboveTheLimitAreAResourceAndASecondBuildCompilesNothing()
    {
        var consumer = new Consumer(feed, "resource", PlainModel, "<EdgeCompileInlineWeightLimit>1000</EdgeCompileInlineWeightLimit>");
        consumer.Build();
        Assert.Equal(Consumer.Expected, consumer.Run());
        var weights = Assert.Single(Directory.GetFiles(consumer.Folder, "*.weights.bin", SearchOption.AllDirectories));
        Assert.True(new FileInfo(weights).Length > 1_000_000);
        var code = Assert.Single(Directory.GetFiles(consumer.Folder, "*.compiled", SearchOption.AllDirectories));
        Assert.Contains("partial class ObjectDetector", File.ReadAllText(code));

        var assembly = Path.Combine(consumer.Folder, "obj", "Release", "net10.0", "Consumer.dll");
        var (weightsTime, assemblyTime) = (File.GetLastWriteTimeUtc(weights), File.GetLastWriteTimeUtc(assembly));
        consumer.Build();
        Assert.Equal(weightsTime, File.GetLastWriteTimeUtc(weights));
        Assert.Equal(assemblyTime, File.GetLastWriteTimeUtc(assembly));
    }

    [Fact]
    public void AModelIsCompiledBesideTheBuildAndAnewWhereItsOptionsChangedSince()
    {
        var consumer = new Consumer(feed, "beside", PlainModel + """
            </ItemGroup>
            <Target Name="Late" Condition="'$(Late)' != ''" BeforeTargets="EdgeCompileModels" AfterTargets="EdgeCompileBeginModels">
              <PropertyGroup><EdgeCompileInlineWeightLimit>$(Late)</EdgeCompileInlineWeightLimit></PropertyGroup>
            </Target>
            <ItemGroup>
            """);
        Assert.Contains("ObjectDetector.onnx is compiled beside the build", consumer.Build("-v", "detailed"));
        Assert.Single(Weights());
        Assert.Contains("ObjectDetector.onnx is compiled now", consumer.Build("-v", "detailed", "-p:Late=8000000"));
        Assert.Empty(Weights());
        Assert.Equal(Consumer.Expected, consumer.Run());

        string[] Weights() => Directory.GetFiles(consumer.Folder, "*.weights.bin", SearchOption.AllDirectories);
    }

    /// <summary>The C# compiler may end before the model's code is written, and need none of it.</summary>
    [Fact]
    public void AfterABuildThatFailedInTheUsersCodeTheNextIsRight()
    {
        var consumer = new Consumer(feed, "mistake", PlainModel);
        var program = Path.Combine(consumer.Folder, "Program.cs");
        var right = File.ReadAllText(program);
        File.WriteAllText(program, "mistake" + right);
        var (code, output) = Dotnet.Run(consumer.Folder, "dotnet", "build", "-c", "Release", "-v", "q");
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("EdgeCompile.targets", output);
        File.WriteAllText(program, right);
        consumer.Build();
        Assert.Equal(Consumer.Expected, consumer.Run());
    }

    [Fact]
    public void OnnxModelIsAShorterWayToSayTheSame()
    {
        var consumer = new Consumer(feed, "sugar",
            """<OnnxModel Include="ObjectDetector.onnx" ClassName="Finder" Namespace="Camera.Vision" InputShapes="images=1x3x192x192;" />""",
            program: """Console.WriteLine(Camera.Vision.Finder.InputShapeImages.Length);""");
        consumer.Build();
        Assert.Equal("4", consumer.Run());
    }

    [Fact]
    public void NativeAotPublishesWithoutWarningsAndRuns()
    {
        var framework = Environment.GetEnvironmentVariable("AOT_FRAMEWORK") is { Length: > 0 } set ? set : "net9.0";
        var consumer = new Consumer(feed, "aot", PlainModel, $"""
            <TargetFramework>{framework}</TargetFramework>
            <PublishAot>true</PublishAot>
            <IlcInstructionSet Condition="$(NETCoreSdkRuntimeIdentifier.EndsWith('-x64'))">x86-x64-v3</IlcInstructionSet>
            """);
        string[] linker = Linker.Exists("clang") ? [] : ["-p:CppCompilerAndLinker=gcc"];
        Dotnet.Succeed(consumer.Folder, "dotnet", ["publish", "-c", "Release", "-v", "q", "-warnaserror", "-o", "out", .. linker]);
        Assert.Equal(Consumer.Expected, Dotnet.Succeed(consumer.Folder, Path.Combine(consumer.Folder, "out", "Consumer")).Trim());
    }

    [Fact]
    public void ADamagedModelIsOneErrorAndNoErrorOfTheCompiler()
    {
        var consumer = new Consumer(feed, "damaged", PlainModel);
        var model = Path.Combine(consumer.Folder, "ObjectDetector.onnx");
        File.WriteAllBytes(model, File.ReadAllBytes(model)[..100_000]);
        var (code, output) = Dotnet.Run(consumer.Folder, "dotnet", "build", "-c", "Release", "-v", "q");
        Assert.NotEqual(0, code);
        var errors = output.Split('\n').Where(line => line.Contains(": error ")).Distinct().ToArray();
        Assert.Contains("EC0002", Assert.Single(errors));
    }
}
