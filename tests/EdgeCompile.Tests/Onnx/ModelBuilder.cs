using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;
using AttributeType = EdgeCompile.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeCompile.Tests.Onnx;

/// <summary>Writes small models: <c>new ModelBuilder().Input("x", 1, 3).Node("Relu", ["x"], ["y"]).Output("y")</c>.</summary>
sealed class ModelBuilder
{
    public ModelBuilder(int opset = 17)
    {
        Proto = new ModelProto { IrVersion = 8, ProducerName = "tests", Graph = new GraphProto { Name = "g" } };
        Opset("", opset);
    }

    public ModelProto Proto { get; }
    public GraphProto Graph => Proto.Graph;

    public ModelBuilder Opset(string domain, long version)
    {
        Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    /// <summary>A float32 input; a dimension is a number, the name of a symbol, or null for neither.</summary>
    public ModelBuilder Input(string name, params object?[] dimensions) => Input(name, ElementType.Float32, dimensions);

    public ModelBuilder Input(string name, ElementType element, params object?[] dimensions)
    {
        Graph.Input.Add(Info(name, element, dimensions));
        return this;
    }

    public ModelBuilder Output(string name)
    {
        Graph.Output.Add(new ValueInfoProto { Name = name });
        return this;
    }

    public ModelBuilder Output(string name, params object?[] dimensions)
    {
        Graph.Output.Add(Info(name, ElementType.Float32, dimensions));
        return this;
    }

    /// <summary>A node called after its first output; attributes are made by <see cref="Attribute"/>.</summary>
    public ModelBuilder Node(string op, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        Graph.Node.Add(NodeOf(op, inputs, outputs, attributes));
        return this;
    }

    /// <summary>Floats of which no two are alike, so that no two channels are computed once for both.</summary>
    public static Tensor Weights(params int[] sizes)
    {
        var shape = new Shape(sizes);
        return Tensor.Floats(shape, [.. Enumerable.Range(0, shape.Count).Select(i => 1 + i * 0.001f)]);
    }

    public ModelBuilder Initialiser(string name, Tensor tensor)
    {
        Graph.Initializer.Add(TensorOf(name, tensor));
        return this;
    }

    public ModelBuilder Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes)
    {
        Proto.Functions.Add(new FunctionProto
        {
            Domain = "local",
            Name = name,
            OpsetImport = { Proto.OpsetImport },
            Input = { inputs },
            Output = { outputs },
            Node = { nodes },
        });
        if (Proto.OpsetImport.All(import => import.Domain != "local")) Opset("local", 1);
        return this;
    }

    public ModelBuilder Change(Action<ModelProto> change)
    {
        change(Proto);
        return this;
    }

    /// <summary>Imports the bytes that the model has in a file.</summary>
    public (ImportedModel? Model, IReadOnlyList<ModelDiagnostic> Diagnostics) Import(string inputShapes = "", IExternalData? files = null)
    {
        var bag = new DiagnosticBag();
        var model = ModelImporter.Import(Proto.ToByteArray(), new CompileOptions { ClassName = "Model", InputShapes = inputShapes }, files, bag);
        return (model, bag.All);
    }

    /// <summary>The graph of a model that must import without an error.</summary>
    public Graph ImportGraph(string inputShapes = "", IExternalData? files = null)
    {
        var (model, diagnostics) = Import(inputShapes, files);
        Assert.Empty(diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        GraphVerifier.Verify(model!.Graph!, "import");
        return model.Graph!;
    }

    public static NodeProto NodeOf(string op, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        new() { OpType = op, Name = outputs.FirstOrDefault() ?? "", Input = { inputs }, Output = { outputs }, Attribute = { attributes } };

    public static NodeProto CallOf(string function, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var call = NodeOf(function, inputs, outputs, attributes);
        call.Domain = "local";
        return call;
    }

    public static AttributeProto Attribute(string name, object value) => value switch
    {
        long number => new() { Name = name, Type = AttributeType.Int, I = number },
        float number => new() { Name = name, Type = AttributeType.Float, F = number },
        string text => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(text) },
        Tensor tensor => new() { Name = name, Type = AttributeType.Tensor, T = TensorOf("", tensor) },
        GraphProto graph => new() { Name = name, Type = AttributeType.Graph, G = graph },
        long[] numbers => new() { Name = name, Type = AttributeType.Ints, Ints = { numbers } },
        float[] numbers => new() { Name = name, Type = AttributeType.Floats, Floats = { numbers } },
        string[] texts => new() { Name = name, Type = AttributeType.Strings, Strings = { texts.Select(ByteString.CopyFromUtf8) } },
        _ => throw new ArgumentException($"no attribute holds a {value.GetType()}"),
    };

    /// <summary>An attribute of a function's node whose value is the call's.</summary>
    public static AttributeProto Reference(string name, string callAttribute, AttributeType type) =>
        new() { Name = name, Type = type, RefAttrName = callAttribute };

    /// <summary>A tensor in raw_data; for types of a byte or more.</summary>
    public static TensorProto TensorOf(string name, Tensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = (int)tensor.Element, Dims = { tensor.Shape.Sizes.Select(size => (long)size) } };
        if (tensor.Element == ElementType.String) proto.StringData.AddRange(tensor.Strings.Select(ByteString.CopyFromUtf8));
        else proto.RawData = ByteString.CopyFrom(tensor.Bytes);
        return proto;
    }

    public static ValueInfoProto Info(string name, ElementType element, params object?[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
            shape.Dim.Add(dimension switch
            {
                int size => new TensorShapeProto.Types.Dimension { DimValue = size },
                string symbol => new TensorShapeProto.Types.Dimension { DimParam = symbol },
                _ => new TensorShapeProto.Types.Dimension(),
            });
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)element, Shape = shape } } };
    }
}
