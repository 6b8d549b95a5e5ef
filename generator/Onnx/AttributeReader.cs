using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Diagnostics.MessageText;
using AttributeType = EdgeCompile.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeCompile.Onnx;

/// <summary>An attribute of the file as the plain value that <see cref="OnnxNode"/> hands out.</summary>
static class AttributeReader
{
    /// <summary>long, float, string, <see cref="Tensor"/>, a type, a subgraph, or an array of one of the first four.</summary>
    /// <exception cref="ModelException">The attribute does not hold what its type says.</exception>
    public static object Read(AttributeProto attribute, ImportContext context, Func<GraphProto, OnnxSubgraph> subgraph) => attribute.Type switch
    {
        AttributeType.Float => attribute.F,
        AttributeType.Int => attribute.I,
        AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeType.Tensor => context.Tensors.Read(attribute.T ?? throw Empty()),
        AttributeType.SparseTensor => SparseTensorReader.Read(attribute.SparseTensor ?? throw Empty(), context.Tensors),
        AttributeType.Graph => subgraph(attribute.G ?? throw Empty()),
        AttributeType.TypeProto => context.Symbols.Type(attribute.Tp ?? throw Empty()) ?? throw new ModelException("is a type with open dimensions"),
        AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeType.Strings => attribute.Strings.Select(item => item.ToStringUtf8()).ToArray(),
        AttributeType.Tensors => attribute.Tensors.Select(context.Tensors.Read).ToArray(),
        AttributeType.SparseTensors => attribute.SparseTensors.Select(sparse => SparseTensorReader.Read(sparse, context.Tensors)).ToArray(),
        AttributeType.Graphs or AttributeType.TypeProtos => throw new ModelException($"is a list of {attribute.Type}, which no operator of ONNX has"),
        _ => throw new ModelException($"has the unknown type {(int)attribute.Type}"),
    };

    static ModelException Empty() => new("holds nothing of the type it states");

    /// <summary>
    /// The attributes of a node inside a function with the call's values in place: the call's, else the function's default, else none at all.
    /// </summary>
    public static IReadOnlyList<AttributeProto> Resolved(NodeProto node, IReadOnlyDictionary<string, AttributeProto>? call)
    {
        if (node.Attribute.All(attribute => attribute.RefAttrName.Length == 0)) return node.Attribute;
        var resolved = new List<AttributeProto>();
        foreach (var attribute in node.Attribute)
        {
            if (attribute.RefAttrName.Length == 0) resolved.Add(attribute);
            else if (call is null) throw new ModelException($"{Quote(attribute.Name)} refers to an attribute of a function, outside of any");
            else if (call.TryGetValue(attribute.RefAttrName, out var value)) resolved.Add(new AttributeProto(value) { Name = attribute.Name });
        }
        return resolved;
    }
}
