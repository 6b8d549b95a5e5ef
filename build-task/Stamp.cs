using EdgeCompile.Diagnostics;
using EdgeCompile.Host;

namespace EdgeCompile.Tasks;

/// <summary>
/// Remembers from what a model's weights were packed: the model, its options, the compiler, and the files beside the model. As long as all
/// are the same nothing is compiled, and the weights' file keeps its time, so that the C# compiler does not run either.
/// </summary>
sealed class Stamp
{
    const string Resource = "resource", Inline = "inline", External = "external ";

    readonly ModelFile _model;
    readonly string _weights;
    string[] _lines;

    Stamp(ModelFile model, string weights)
    {
        (_model, _weights, Path) = (model, weights, System.IO.Path.ChangeExtension(weights, ".stamp"));
        _lines = File.Exists(Path) ? File.ReadAllLines(Path) : [];
    }

    public static Stamp Of(ModelFile model, string weights) => new(model, weights);

    /// <summary>The file that holds it.</summary>
    public string Path { get; }

    /// <summary>Whether the weights are in a file, as against in the source.</summary>
    public bool HasWeights => _lines.Length > 1 && _lines[1] == Resource;

    /// <summary>The files beside the model that were read.</summary>
    public IEnumerable<string> ExternalFiles => _lines.Skip(2).Select(line => Neighbour(NameIn(line)));

    public bool IsCurrent => _lines.Length > 1 && _lines[0] == Key && HasWeights == File.Exists(_weights)
        && _lines.Skip(2).All(line => line == ExternalLine(NameIn(line)));

    string Key => string.Join(" ", _model.Content.Sha256, _model.Options.FullName, _model.Options.InputShapes.Replace('\n', ' '),
        Support.CSharpText.Number(_model.Options.InlineWeightLimit), typeof(Compiler).Module.ModuleVersionId.ToString("N"));

    /// <summary>Compiles the model and writes its weights and the stamp; false where the model does not compile.</summary>
    public bool Renew(CancellationToken cancel)
    {
        File.Delete(Path);
        var files = new ReadFiles(new NeighbourFiles(_model.Path));
        var result = Stages.Pack(_model, files, cancel);
        if (result.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)) return false;

        if (result.Weights is { } weights) File.WriteAllBytes(_weights, weights.Bytes);
        else File.Delete(_weights);
        _lines = [Key, result.Weights is null ? Inline : Resource, .. files.Names.Select(ExternalLine)];
        File.WriteAllLines(Path, _lines);
        return true;
    }

    string ExternalLine(string name) => $"{External}{FileContent.Hash(Neighbour(name), CancellationToken.None).Sha256} {name}";

    static string NameIn(string line) => line.Substring(Math.Min(line.Length, External.Length + 65));

    string Neighbour(string name) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_model.Path) ?? "", name);
}
