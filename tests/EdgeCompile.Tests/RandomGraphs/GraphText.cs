using System.Globalization;
using System.Text;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using AttributeType = EdgeCompile.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>Shows a graph as the C# that makes it, ready to become a test of its own (Numbers stands for a tensor of that type).</summary>
static class GraphText
{
    const int MostNumbers = 24;

    public static string Of(RandomGraph graph)
    {
        var text = new StringBuilder($"new ModelBuilder({graph.Opset}).Opset(\"com.microsoft\", 1)\n");
        foreach (var source in graph.Sources)
        {
            var type = $"ElementType.{source.Value.Element}";
            text.Append(source.IsConstant
                ? $"    .Initialiser(\"{source.Name}\", {Constant(source.Value)})\n"
                : $"    .Input(\"{source.Name}\", {type}{string.Concat(source.Value.Shape.Sizes.Select(size => ", " + size))})\n");
        }
        foreach (var node in graph.Nodes)
            text.Append($"    .{(node.Domain.Length > 0 ? "Contrib" : "Node")}(\"{node.OpType}\", {Names(node.Input)}, {Names(node.Output)}{string.Concat(node.Attribute.Select(Attribute))})\n");
        foreach (var output in graph.Outputs) text.Append($"    .Output(\"{output}\")\n");
        return text.ToString();
    }

    static string Names(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(name => $"\"{name}\""))}]";

    static string Constant(Tensor tensor)
    {
        var shape = $"ElementType.{tensor.Element}, [{string.Join(", ", tensor.Shape.Sizes)}]";
        return tensor.Count > MostNumbers ? $"Numbers({shape})"
            : $"Numbers({shape}, {string.Join(", ", Enumerable.Range(0, tensor.Count).Select(i => tensor.GetDouble(i).ToString("r", CultureInfo.InvariantCulture)))})";
    }

    static string Attribute(AttributeProto attribute) => $", Attribute(\"{attribute.Name}\", " + attribute.Type switch
    {
        AttributeType.Int => $"{attribute.I}L",
        AttributeType.Float => $"{attribute.F.ToString("r", CultureInfo.InvariantCulture)}f",
        AttributeType.String => $"\"{attribute.S.ToStringUtf8()}\"",
        AttributeType.Ints => $"new long[] {{ {string.Join(", ", attribute.Ints)} }}",
        AttributeType.Floats =>
            $"new float[] {{ {string.Join(", ", attribute.Floats.Select(number => number.ToString("r", CultureInfo.InvariantCulture) + "f"))} }}",
        _ => throw new InvalidOperationException($"attributes of type {attribute.Type} are not drawn"),
    } + ")";
}
