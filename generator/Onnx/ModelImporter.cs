using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>A model file to the graph that is compiled. All that is wrong with the model is reported at once.</summary>
static class ModelImporter
{
    /// <summary>IR 3 is the first that says which operators it means; before it there were no opsets.</summary>
    const int OldestIr = 3;

    /// <summary>Reads and imports the bytes of a model; null if they are no model.</summary>
    public static ImportedModel? Import(byte[] model, CompileOptions options, IExternalData? files, DiagnosticBag diagnostics,
        CancellationToken cancellation = default) =>
        ModelReader.Read(model, diagnostics) is { } proto ? Import(proto, options, files, diagnostics, OpTable.Operators, cancellation) : null;

    /// <summary>Imports a model with a table of operators; its graph is null if <paramref name="diagnostics"/> got an error.</summary>
    public static ImportedModel Import(ModelProto model, CompileOptions options, IExternalData? files, DiagnosticBag diagnostics,
        OperatorTable operators, CancellationToken cancellation = default)
    {
        var errors = diagnostics.Errors;
        var opsets = new Opsets(model.OpsetImport);
        if (model.IrVersion < OldestIr)
            diagnostics.Report(Rules.UnsupportedOpset, -1, $"ONNX IR version {model.IrVersion}",
                $"EdgeCompile reads version {OldestIr} and later", "Export the model again");

        var context = new ImportContext(model, diagnostics, new TensorReader(files), operators, cancellation);
        var graph = new Graph(model.Graph.Name);
        var scope = new Scope(graph);
        var inputs = DefineInputs(model.Graph, options, context, scope);
        try
        {
            var site = new Site(opsets);
            var graphs = new GraphImporter(context);
            graphs.DefineInitialisers(model.Graph, scope, site);
            graphs.ImportNodes(model.Graph.Node, scope, site);
            foreach (var output in model.Graph.Output)
                if (graphs.Find(output.Name, scope, site, () => "the model's outputs").Value is { } value)
                    AddOutput(graph, output.Name, value, diagnostics);
            if (diagnostics.Errors == errors) DeclaredTypes.Compare(model.Graph, scope, context);
        }
        catch (ImportStoppedException)
        {
            // The diagnostic that ended the import is in the bag.
        }

        var outputs = model.Graph.Output.Select(output => new ModelValue(output.Name, TypeOf(output, scope, context)));
        var whole = diagnostics.Errors == errors;
        return new ImportedModel(whole ? graph : null, whole ? [.. inputs.Zip(graph.Inputs, Quantised)] : inputs,
            [.. whole ? outputs.Zip(graph.Outputs, Quantised) : outputs])
        {
            IrVersion = model.IrVersion,
            Opsets = opsets.Versions,
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            Metadata = Metadata(model),
        };
    }

    static IReadOnlyList<ModelValue> DefineInputs(GraphProto proto, CompileOptions options, ImportContext context, Scope scope)
    {
        var inputs = SubgraphImporter.FreeInputs(proto);
        var types = new InputTypes(context.Diagnostics, context.Symbols, options.InputShapes).Resolve(inputs);
        for (var i = 0; i < inputs.Count; i++)
        {
            var binding = types[i] is { } type ? new Binding(scope.Graph.AddInput(inputs[i].Name, type)) : Binding.Unknown;
            if (!scope.Define(inputs[i].Name, binding)) context.Diagnostics.Report(Rules.DuplicateName, -1, Quote(inputs[i].Name), "an input");
        }
        return [.. inputs.Select((input, i) => new ModelValue(input.Name, types[i]))];
    }

    static ModelValue Quantised(ModelValue at, Value value) =>
        at with { Quantisation = value.Producer is null ? Quantisation.OfInput(value) : Quantisation.OfOutput(value) };

    static void AddOutput(Graph graph, string name, Value value, DiagnosticBag diagnostics)
    {
        if (graph.OutputNames.Contains(name)) diagnostics.Report(Rules.DuplicateName, -1, Quote(name), "an output of the model");
        else graph.AddOutput(name, value);
    }

    static Ir.ValueType? TypeOf(ValueInfoProto output, Scope scope, ImportContext context)
    {
        if (scope.TryFind(output.Name, out var binding) && binding.Value is { } value) return value.Type;
        try
        {
            return context.Symbols.Type(output.Type);
        }
        catch (ModelException)
        {
            return null;                                                   // the model has errors already; this only serves its stub
        }
    }

    static SortedDictionary<string, string> Metadata(ModelProto model)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in model.MetadataProps) metadata[entry.Key] = entry.Value;
        return metadata;
    }
}
