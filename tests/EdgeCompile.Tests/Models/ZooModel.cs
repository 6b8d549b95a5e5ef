using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Models;

/// <summary>A model of the shared zoo, or the sample's, with the cases of one size: what the model leaves open is as they have it.</summary>
sealed record ZooModel(string Name, ModelFolder Folder, CaseShapes.Group Cases)
{
    public const string Sample = "../sample-model";

    readonly SavedOutputs _saved = SavedOutputs.Of(Folder);

    /// <summary>All of them by name, the sample's first; one whose cases have several sizes, once for each.</summary>
    public static IReadOnlyList<ZooModel> All { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Shared!, "zoo")).Select(folder => Path.GetFileName(folder)!)
            .Append(Sample).Order(StringComparer.Ordinal).SelectMany(Sizes),
    ];

    /// <summary>With the cases of the first one's size.</summary>
    public static ZooModel Named(string name) => Sizes(name).First();

    /// <summary>Once for each size that its cases have.</summary>
    public static IEnumerable<ZooModel> Sizes(string name)
    {
        var folder = ModelFolder.Find(name);
        return CaseShapes.GroupsOf(folder.Model, folder.DataSets).Select(group => new ZooModel(name, folder, group));
    }

    /// <summary>To be compiled for the size of its cases.</summary>
    public ModelSource Source() => ModelSource.FromFile(Name, Folder.Model, Cases.InputShapes);

    /// <summary>How far an output may lie from what another engine saved.</summary>
    public Tolerance ToleranceOf(string dataSet, int output) => _saved.Of(dataSet, output);

    /// <summary>The cases, read as a model of these types has them.</summary>
    public IEnumerable<TestCase> Read(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        Cases.DataSets.Select(dataSet => TestData.Read(dataSet, inputs, outputs));

    public override string ToString() => Cases.InputShapes.Length == 0 ? Name : $"{Name} ({Cases.InputShapes})";
}
