using System.Globalization;

namespace EdgeCompile.Harness;

/// <summary>A model file with the cases that lie beside it, as ONNX lays them out: <c>test_data_set_k/{input,output}_i.pb</c>.</summary>
sealed record ModelFolder(string Name, string Model, IReadOnlyList<string> DataSets)
{
    /// <summary>Finds a model by the path of its file or folder, or by its name in the shared zoo.</summary>
    public static ModelFolder Find(string nameOrPath)
    {
        if (File.Exists(nameOrPath)) return FromFile(Path.GetFullPath(nameOrPath));
        if (Directory.Exists(nameOrPath)) return FromFolder(Path.GetFullPath(nameOrPath));
        if (Repository.Shared is { } shared && Directory.Exists(Path.Combine(shared, "zoo", nameOrPath))) return FromFolder(Path.Combine(shared, "zoo", nameOrPath));
        throw new FileNotFoundException($"'{nameOrPath}' is neither a file, a folder, nor a model of {Repository.Shared ?? "../shared"}/zoo");
    }

    static ModelFolder FromFolder(string folder)
    {
        var models = Directory.GetFiles(folder, "*.onnx");
        return models.Length == 1 ? FromFile(models[0]) : throw new FileNotFoundException($"{folder} holds {models.Length} .onnx files, not one");
    }

    static ModelFolder FromFile(string model)
    {
        var folder = Path.GetDirectoryName(model)!;
        var file = Path.GetFileNameWithoutExtension(model);
        return new(file == "model" ? Path.GetFileName(folder) : file, model, DataSetsIn(folder));
    }

    /// <summary>The <c>test_data_set_k</c> folders in a folder, by their number.</summary>
    public static IReadOnlyList<string> DataSetsIn(string folder) => Numbered(Directory.GetDirectories(folder, "test_data_set_*"), "test_data_set_");

    /// <summary>The <c>prefix_k.pb</c> files of a data set, by their number.</summary>
    public static IReadOnlyList<string> FilesOf(string dataSet, string prefix) =>
        Numbered(Directory.GetFiles(dataSet, prefix + "_*.pb"), prefix + "_");

    static IReadOnlyList<string> Numbered(string[] paths, string prefix) =>
        [.. paths.OrderBy(path => int.Parse(Path.GetFileNameWithoutExtension(path)[prefix.Length..], NumberStyles.None,
            CultureInfo.InvariantCulture))];
}
