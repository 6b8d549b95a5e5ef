using System.Text.RegularExpressions;

namespace EdgeCompile.Tests.Architecture;

/// <summary>The generator's folders may use only what stands before them on the way of a model.</summary>
public partial class DependencyTests
{
    static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Support"] = [],
        ["Ir"] = ["Support"],
        ["Diagnostics"] = ["Support"],
        ["Lowering"] = ["Support", "Ir"],
        ["Ops"] = ["Support", "Ir", "Lowering"],
        ["Onnx"] = ["Support", "Ir", "Diagnostics", "Ops"],
        ["Passes"] = ["Support", "Ir", "Lowering", "Ops"],
        ["Planning"] = ["Support", "Ir", "Diagnostics", "Lowering"],
        ["Emit"] = ["Support", "Ir", "Diagnostics", "Onnx", "Lowering", "Planning"],
        ["Host"] = ["Support", "Ir", "Diagnostics", "Lowering", "Onnx", "Emit"],
    };

    [Fact]
    public void FoldersUseOnlyWhatComesBeforeThem()
    {
        var breaches = from file in Sources()
                       let folder = Path.GetRelativePath(Generator, file).Split(Path.DirectorySeparatorChar)[0]
                       where s_allowed.ContainsKey(folder)
                       from Match use in UsingPattern().Matches(File.ReadAllText(file))
                       let used = use.Groups[1].Value
                       where used != folder && s_allowed.ContainsKey(used) && !s_allowed[folder].Contains(used)
                       select $"{Path.GetRelativePath(Generator, file)} uses {used}";
        Assert.Equal([], breaches.Order());
    }

    [Fact]
    public void OnlyTheHostSeesRoslyn()
    {
        var breaches = from file in Sources()
                       let name = Path.GetRelativePath(Generator, file)
                       where name != "ModelGenerator.cs" && !name.StartsWith("Host", StringComparison.Ordinal)
                       where File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                       select name;
        Assert.Equal([], breaches.Order());
    }

    static string Generator { get; } = Path.Combine(Root(), "generator");

    static IEnumerable<string> Sources() => Directory.EnumerateFiles(Generator, "*.cs", SearchOption.AllDirectories);

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EdgeCompile.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"^using (?:static )?EdgeCompile\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingPattern();
}
