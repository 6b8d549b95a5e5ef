using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.Backend;

/// <summary>A model that was imported, its file, and its data; frozen inputs became initialisers since they decide shapes.</summary>
sealed record BackendModel(Graph Graph, byte[] File, IReadOnlyList<string> Frozen, IReadOnlyList<TestCase> Cases);

/// <summary>
/// One of ONNX's backend tests. Many of them pass as an input what a real model has as a constant (a shape, axes, pads): where the
/// importer refuses such an input, it is made an initialiser with the numbers of the test, as the diagnostic advises.
/// </summary>
sealed record BackendCase(string Name, string Folder)
{
    /// <summary>ONNX 1.12 truncated to bfloat16 in these; since 1.13 it rounds half to even, as we do.</summary>
    static readonly HashSet<string> outdated = ["test_cast_FLOAT_to_BFLOAT16", "test_castlike_FLOAT_to_BFLOAT16",
        "test_castlike_FLOAT_to_BFLOAT16_expanded"];

    public static IReadOnlyList<BackendCase> In(string folder) =>
    [
        .. Directory.GetDirectories(folder, "test_*").Where(path => File.Exists(Path.Combine(path, "model.onnx")))
            .Select(path => new BackendCase(Path.GetFileName(path), path)).Where(test => !outdated.Contains(test.Name))
                .OrderBy(test => test.Name, StringComparer.Ordinal),
    ];

    /// <summary>The model, or null and what the importer says.</summary>
    public BackendModel? Import(out string refusal)
    {
        var dataSets = ModelFolder.DataSetsIn(Folder);
        refusal = "";
        foreach (var freezes in new Func<int, ValueInfoProto, bool>[]
        {
            (_, _) => false,
            (i, input) => i > 0 && Rank(input) < 2,
            (_, input) => Rank(input) < 2,
            (_, input) => (ElementType?)input.Type.TensorType?.ElemType is { } element && element.IsInteger(),
        })
        {
            var proto = ModelProto.Parser.ParseFrom(ModelBytes());
            var frozen = Freeze(proto.Graph, dataSets, freezes);
            FitShapes(proto.Graph, dataSets);
            var diagnostics = new DiagnosticBag();
            var imported = ModelImporter.Import(proto, new CompileOptions { ClassName = "Model" }, null, diagnostics,
                EdgeCompile.Ops.OpTable.Operators);
            if (imported.Graph is { } graph) return new(graph, proto.ToByteArray(), frozen,
                [.. dataSets.Select(dataSet => Data(dataSet, proto.Graph, imported, frozen))]);
            if (refusal.Length == 0) refusal = string.Join(" | ", diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        }
        return null;
    }

    /// <summary>The model as it is shipped.</summary>
    public byte[] ModelBytes() => File.ReadAllBytes(Path.Combine(Folder, "model.onnx"));

    static int Rank(ValueInfoProto input) => input.Type.TensorType?.Shape?.Dim.Count ?? int.MaxValue;

    static List<string> Freeze(GraphProto graph, IReadOnlyList<string> dataSets, Func<int, ValueInfoProto, bool> freezes)
    {
        var frozen = new List<string>();
        if (dataSets.Count != 1) return frozen;
        var files = ModelFolder.FilesOf(dataSets[0], "input");
        for (var i = 0; i < Math.Min(files.Count, graph.Input.Count); i++)
        {
            if (!freezes(i, graph.Input[i]) || graph.Input[i].Type.TensorType is null) continue;
            var tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(files[i]));
            tensor.Name = graph.Input[i].Name;
            graph.Initializer.Add(tensor);
            frozen.Add(tensor.Name);
        }
        return frozen;
    }

    /// <summary>Inputs take the shapes of their data, where the file leaves them open or contradicts it.</summary>
    static void FitShapes(GraphProto graph, IReadOnlyList<string> dataSets)
    {
        var files = ModelFolder.FilesOf(dataSets[0], "input");
        for (var i = 0; i < Math.Min(files.Count, graph.Input.Count); i++)
        {
            if (graph.Input[i].Type.TensorType is not { } type) continue;
            var shape = new TensorShapeProto();
            foreach (var size in TensorProto.Parser.ParseFrom(File.ReadAllBytes(files[i])).Dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
            type.Shape = shape;
        }
    }

    /// <summary>ONNX 1.12 stores bfloat16 data under the name of uint16.</summary>
    static Datum Read(string file, EdgeCompile.Ir.ValueType type) => (type, TestData.Read(file, type)) switch
    {
        (TensorType { Element: ElementType.BFloat16 }, Tensor { Element: ElementType.UInt16 } bits) =>
            new Tensor(ElementType.BFloat16, bits.Shape, bits.Bytes),
        (_, var datum) => datum,
    };

    static TestCase Data(string dataSet, GraphProto graph, ImportedModel imported, List<string> frozen)
    {
        var files = ModelFolder.FilesOf(dataSet, "input");
        var inputs = files.Select((file, i) => (file, name: graph.Input[i].Name)).Where(input => !frozen.Contains(input.name))
            .Select(input => Read(input.file, imported.Inputs.First(i => i.Name == input.name).Type!)).ToArray();
        var outputs = ModelFolder.FilesOf(dataSet, "output").Zip(imported.Outputs, (file, output) => Read(file, output.Type!)).ToArray();
        return new(Path.GetFileName(dataSet), inputs, outputs);
    }
}
