using EdgeCompile.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.Host;

/// <summary>Models of one node, as bytes.</summary>
static class TinyModel
{
    const int Float = 1;

    /// <summary>y = f(x) on <paramref name="length"/> floats.</summary>
    public static byte[] Unary(string op = "Relu", int length = 4, string input = "x", string output = "y",
        params (string Key, string Value)[] metadata)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Graph = new GraphProto
            {
                Name = "tiny",
                Node = { new NodeProto { OpType = op, Name = "only", Input = { input }, Output = { output } } },
                Input = { Tensor(input, 1, length) },
                Output = { Tensor(output, 1, length) },
            },
        };
        model.MetadataProps.AddRange(metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        return model.ToByteArray();
    }

    /// <summary>y = x + w on four floats, with w in a file beside the model.</summary>
    public static byte[] WithExternal(string fileName)
    {
        var model = ModelProto.Parser.ParseFrom(Unary("Add"));
        model.Graph.Node[0].Input.Add("w");
        model.Graph.Initializer.Add(new TensorProto
        {
            Name = "w",
            DataType = Float,
            Dims = { 1, 4 },
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData = { new StringStringEntryProto { Key = "location", Value = fileName } },
        });
        return model.ToByteArray();
    }

    public static ValueInfoProto Tensor(string name, params long[] shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = Float,
                Shape = new TensorShapeProto { Dim = { shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }) } },
            },
        },
    };
}
