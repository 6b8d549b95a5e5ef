using System.Text.Json;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.Models;

/// <summary>A model of the shared zoo, or the sample's, with its cases.</summary>
sealed record ZooModel(string Name, ModelFolder Folder)
{
    public const string Sample = "../sample-model";

    /// <summary>All of them by name, the sample's first.</summary>
    public static IReadOnlyList<ZooModel> All { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Shared!, "zoo")).Select(folder => Path.GetFileName(folder)!)
            .Append(Sample).Order(StringComparer.Ordinal).Select(Named),
    ];

    public static ZooModel Named(string name) => new(name, ModelFolder.Find(name));

    /// <summary>To be compiled for the shapes of the first case.</summary>
    public ModelSource Source()
    {
        using var stream = File.OpenRead(Folder.Model);
        var graph = ModelProto.Parser.ParseFrom(stream).Graph;
        var initialisers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var names = graph.Input.Select(input => input.Name).Where(name => !initialisers.Contains(name));
        var shapes = names.Zip(TestData.ReadTensorInputs(Folder.DataSets[0]), (name, tensor) => $"{name}={string.Join('x', tensor.Shape.Sizes)}");
        return ModelSource.FromFile(Name, Folder.Model, string.Join(';', shapes.Where(shape => !shape.EndsWith('='))));
    }

    /// <summary>
    /// How far an output may lie from what another engine saved: 1e-4 of the largest magnitude or, where that engine's own optimisations
    /// move it by more, twice as far as they do (zoo.json).
    /// </summary>
    public Tolerance ToleranceOf(int dataSet, int output)
    {
        var path = Path.Combine(Repository.Shared!, "zoo", "zoo.json");
        using var zoo = JsonDocument.Parse(File.ReadAllText(path));
        var models = zoo.RootElement.ValueKind == JsonValueKind.Array ? zoo.RootElement : zoo.RootElement.GetProperty("models");
        var cases = models.EnumerateArray().Where(model => model.GetProperty("name").GetString() == Name).Select(model => model.GetProperty("cases"));
        if (cases.FirstOrDefault() is not { ValueKind: JsonValueKind.Array } known || dataSet >= known.GetArrayLength()) return Tolerance.Model;
        var moved = known[dataSet].GetProperty("ortOptimisedDiff")[output].GetDouble();
        return moved > Tolerance.Model.OfLargest * known[dataSet].GetProperty("absmax")[output].GetDouble() ? new(Absolute: 2 * moved) : Tolerance.Model;
    }

    /// <summary>The cases of the shapes that the model was compiled for: the first, and mostly all.</summary>
    public IEnumerable<TestCase> Cases(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        Folder.DataSets.Select(dataSet => TestData.Read(dataSet, inputs, outputs))
            .Where(data => data.Inputs.Zip(inputs, (datum, type) => datum is Tensor tensor && tensor.Shape.Equals(type.Shape)).All(fits => fits));
}
