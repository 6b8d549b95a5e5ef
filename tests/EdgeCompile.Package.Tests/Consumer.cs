namespace EdgeCompile.Package.Tests;

/// <summary>A user's project in an empty folder: a project file, ten lines of C#, a model.</summary>
sealed class Consumer
{
    // Runs on a picture and on spans, and prints what a test can check.
    const string Program = """
        using EdgeCompile;

        var pixels = new byte[320 * 240 * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 7 % 251);
        var found = ObjectDetector.Predict(new ImageView(pixels, 320, 240, PixelFormat.Rgb24), confidence: 0.01f);
        var (images, output0) = (new float[3 * 192 * 192], new float[12 * 756]);
        ObjectDetector.Predict(images, output0);
        var room = new Detection[100];
        ObjectDetector.Predict(new ImageView(pixels, 320, 240, PixelFormat.Rgb24), room);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ObjectDetector.Predict(images, output0);
        ObjectDetector.Predict(new ImageView(pixels, 320, 240, PixelFormat.Rgb24), room);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var sum = 0.0;
        foreach (var value in output0) sum += value;
        Console.WriteLine($"found {found.Length > 0} labels {ObjectDetector.Labels.Length} sum {sum > 1000 && double.IsFinite(sum)} allocated {allocated}");
        """;

    public const string Expected = "found True labels 8 sum True allocated 0";

    public Consumer(PackedFeed feed, string name, string items, string properties = "", string program = Program)
    {
        Folder = Directory.CreateDirectory(Path.Combine(feed.Folder, name)).FullName;
        File.Copy(Path.Combine(PackedFeed.Root, "samples", "ObjectDetector", "object_detector.onnx"), Path.Combine(Folder, "ObjectDetector.onnx"));
        File.WriteAllText(Path.Combine(Folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(Folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <InvariantGlobalization>true</InvariantGlobalization>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="EdgeCompile" Version="{feed.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """);
        // The package comes from the folder feed alone; other packages (compilers for NativeAOT) from where the machine has them.
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(feed.Folder, "packages")}" /></config>
              <packageSources><add key="edgecompile" value="{Path.Combine(feed.Folder, "feed")}" /></packageSources>
            </configuration>
            """);
    }

    public string Folder { get; }

    public string Build(params string[] arguments) => Dotnet.Succeed(Folder, "dotnet", ["build", "-c", "Release", "-v", "q", .. arguments]);

    public string Run() => Dotnet.Succeed(Folder, "dotnet", "run", "-c", "Release", "--no-build").Trim();
}
