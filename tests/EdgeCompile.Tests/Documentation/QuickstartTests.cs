using System.Xml.Linq;
using EdgeCompile.Harness;
using EdgeCompile.Tests.Host;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeCompile.Tests.Documentation;

/// <summary>The quickstart of the README: its project names the package, its program compiles beside the sample's model and runs.</summary>
public class QuickstartTests
{
    static readonly Page readme = new("README.md");

    [Fact]
    public void TheProjectReferencesThePackageAndTheModel()
    {
        var project = XElement.Parse(readme.Block("Quickstart", "xml"));
        Assert.Equal("EdgeCompile", project.Descendants("PackageReference").Single().Attribute("Include")!.Value);
        Assert.Equal("ObjectDetector.onnx", project.Descendants("AdditionalFiles").Single().Attribute("Include")!.Value);
        var version = XElement.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Equal(version, project.Descendants("PackageReference").Single().Attribute("Version")!.Value);
    }

    [Fact]
    public void TheProgramCompilesAndRuns()
    {
        var model = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "ObjectDetector", "object_detector.onnx"));
        // In a project of its own, the build task would take weights of this size out of the source.
        using var project = new Project().Model("ObjectDetector.onnx", model).Property("EdgeCompileInlineWeightLimit", "8388608");
        project.Source = readme.Block("Quickstart", "csharp");
        var run = project.Generate();
        Assert.Empty(run.Ids);

        var options = ((CSharpCompilationOptions)run.Compilation.Options).WithOutputKind(OutputKind.ConsoleApplication);
        var parsing = (CSharpParseOptions)run.Compilation.SyntaxTrees.First().Options;
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.IO;", parsing, "ImplicitUsings.cs");
        run = run with { Compilation = run.Compilation.WithOptions(options).AddSyntaxTrees(usings) };
        Assert.Empty(run.CompilerFaults);

        var frame = Path.Combine(project.Folder, "frame.rgb");
        File.WriteAllBytes(frame, new byte[3 * 640 * 480]);
        run.Load().EntryPoint!.Invoke(null, [new[] { frame }]);
    }
}
