using EdgeCompile.Diagnostics;
using EdgeCompile.Host;

namespace EdgeCompile.Tasks;

/// <summary>
/// Remembers from what a model was compiled: the model, its options, the compiler, and the files beside the model. As long as all are the
/// same nothing is compiled, and the files keep their times, so that the C# compiler does not run either.
/// </summary>
sealed class Stamp
{
    const string Resource = "resource", Inline = "inline", External = "external ";

    readonly ModelFile _model;
    string[] _lines;

    Stamp(ModelFile model, string place)
    {
        (_model, Path, Weights, Code) = (model, place + ".stamp", place + ".weights.bin", CodeAt(place));
        _lines = File.Exists(Path) ? File.ReadAllLines(Path) : [];
    }

    /// <summary>The stamp of a model in a folder, once a build that is writing it there has done so.</summary>
    public static Stamp Of(ModelFile model, string folder, CancellationToken cancel)
    {
        var place = System.IO.Path.Combine(folder, model.Options.FullName);
        FileContent.AwaitWriter(CodeAt(place), cancel);
        return new(model, place);
    }

    /// <summary>The file that holds it.</summary>
    public string Path { get; }

    /// <summary>The file with the weights, if they are in a file.</summary>
    public string Weights { get; }

    /// <summary>The file with the code, and with what the generator shall say of the model.</summary>
    public string Code { get; }

    /// <summary>Whether the weights are in a file, as against in the source.</summary>
    public bool HasWeights => _lines.Length > 1 && _lines[1] == Resource;

    /// <summary>The files beside the model that were read.</summary>
    public IEnumerable<string> ExternalFiles => _lines.Skip(2).Select(line => Neighbour(NameIn(line)));

    public bool IsCurrent => _lines.Length > 1 && _lines[0] == _model.Key && HasWeights == File.Exists(Weights) && File.Exists(Code)
        && _lines.Skip(2).All(line => line == ExternalLine(NameIn(line)));

    /// <summary>
    /// Writes the weights, and takes hold of the file for the code, so that all who want to read it wait. What is returned writes the code, as
    /// soon as that is made, and then the stamp; null where the model does not compile.
    /// </summary>
    public Action? Renew(Compilation compilation)
    {
        File.Delete(Path);
        var placed = compilation.Placed;
        if (placed.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)) return null;

        if (placed.Weights is { } weights) File.WriteAllBytes(Weights, weights.Bytes);
        else File.Delete(Weights);
        _lines = [_model.Key, placed.Weights is null ? Inline : Resource, .. compilation.FilesBeside.Select(ExternalLine)];
        var file = new FileStream(Code, FileMode.Create, FileAccess.Write, FileShare.None);
        return () =>
        {
            using var text = new StreamWriter(file);
            Write(compilation.Whole, text);
        };
    }

    // The file stays empty where no code could be made: the generator then finds out the same, and says it.
    void Write(CompiledModel result, StreamWriter text)
    {
        if (result.Sources.Count == 0) return;
        text.Write(new CompiledText(_model.Key, result.Sources, result.Diagnostics));
        text.Flush();
        File.WriteAllLines(Path, _lines);
    }

    static string CodeAt(string place) => place + CompiledText.Extension;

    string ExternalLine(string name) => $"{External}{FileContent.Hash(Neighbour(name), CancellationToken.None).Sha256} {name}";

    static string NameIn(string line) => line.Substring(Math.Min(line.Length, External.Length + 65));

    string Neighbour(string name) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_model.Path) ?? "", name);
}
