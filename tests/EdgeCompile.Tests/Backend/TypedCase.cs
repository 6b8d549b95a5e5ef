using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Tests.Onnx;
using EdgeCompile.Tests.Ops;
using Google.Protobuf;

namespace EdgeCompile.Tests.Backend;

/// <summary>A line of element-types.txt: an operator, one of its type variables, the inputs that have it, and the types that ONNX allows.</summary>
sealed record TypeVariable(string Op, string Name, int[] Inputs, bool Variadic, ElementType[] Types)
{
    public static IReadOnlyList<TypeVariable> All { get; } =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "tests", "EdgeCompile.Tests", "Backend", "element-types.txt")).Select(line => line.Split(' '))
            .Select(parts =>
            new TypeVariable(parts[0], parts[1], [.. parts[2].TrimEnd('+').Split(',').Select(int.Parse)], parts[2].EndsWith('+'),
                [.. parts[3..].Select(Enum.Parse<ElementType>)])),
    ];

    public bool Has(int input) => Inputs.Contains(input) || (Variadic && input >= Inputs[^1]);
}

/// <summary>A backend test's model with other element types in one type variable, and the test's numbers made such as those types hold.</summary>
sealed class TypedCase
{
    public TypedCase(BackendModel sample, TypeVariable variable, ElementType type)
    {
        (Variable, Type) = (variable, type);
        var proto = ModelProto.Parser.ParseFrom(sample.File);
        var node = proto.Graph.Node[0];
        var changed = node.Input.Where((name, i) => name.Length > 0 && variable.Has(i)).ToHashSet();
        var inputs = sample.Cases[0].Inputs.Cast<Tensor>().ToArray();
        var named = proto.Graph.Input.Where(input => !sample.Frozen.Contains(input.Name)).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            if (changed.Contains(named[i].Name)) inputs[i] = To(type, inputs[i]);
        foreach (var input in proto.Graph.Input.Where(input => changed.Contains(input.Name))) input.Type.TensorType.ElemType = (int)type;
        foreach (var constant in proto.Graph.Initializer.Where(constant => changed.Contains(constant.Name)).ToArray())
        {
            proto.Graph.Initializer.Remove(constant);
            proto.Graph.Initializer.Add(ModelBuilder.TensorOf(constant.Name, To(type, new TensorReader(files: null).Read(constant))));
        }
        foreach (var output in proto.Graph.Output) output.Type = null;
        (Bytes, Inputs) = (proto.ToByteArray(), inputs);
        IsOther = changed.Count > 0;
    }

    public TypeVariable Variable { get; }
    public ElementType Type { get; }
    public byte[] Bytes { get; }
    public IReadOnlyList<Tensor> Inputs { get; }
    /// <summary>Whether the sample has an input of the variable at all.</summary>
    public bool IsOther { get; }
    public string Name => $"{Variable.Op} {Variable.Name}={Type.Text()}";

    /// <summary>What the interpreter makes of it, or null and what the importer says.</summary>
    public IReadOnlyList<Datum>? Interpret(out string refusal)
    {
        var diagnostics = new DiagnosticBag();
        var graph = ModelImporter.Import(Bytes, new CompileOptions { ClassName = "Model" }, null, diagnostics)?.Graph;
        refusal = string.Join("; ", diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        return graph is null ? null : Interpreter.Run(graph, Inputs);
    }

    /// <summary>Indices stay what they are; fractions become whole numbers other than 0, so that there is something to compute.</summary>
    static Tensor To(ElementType type, Tensor x)
    {
        if (x.Element == type) return x;
        var isText = type == ElementType.String || x.Element == ElementType.String;
        var numbers = new Tensor(ElementType.Float64, x.Shape);
        for (var i = 0; i < x.Count; i++)
        {
            var number = x.Element == ElementType.String ? i % 4 : x.GetDouble(i);
            if (!type.IsFloat() && x.Element.IsFloat() && !isText) number =
                Math.Truncate(number * 3) is var whole && whole != 0 && double.IsFinite(whole) ? Math.Clamp(whole, -9, 9) : 1 + i % 3;
            numbers.SetDouble(i, type.IsUnsigned() ? Math.Abs(number) : type == ElementType.Bool && x.Element.IsFloat() ? i % 3 : number);
        }
        return OneNode.Run("Cast", 19, [numbers], new { to = (long)type });
    }
}
