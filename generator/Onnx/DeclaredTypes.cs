using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Support;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>Compares the types that a file declares for its values with those that follow from its operators.</summary>
static class DeclaredTypes
{
    /// <summary>Reports the first difference, and how many more there are; the inferred types hold.</summary>
    public static void Compare(GraphProto proto, Scope scope, ImportContext context)
    {
        var differences = proto.Output.Concat(proto.ValueInfo).Where(info => Differs(info, scope)).ToArray();
        if (differences.Length == 0) return;
        scope.TryFind(differences[0].Name, out var binding);
        context.Diagnostics.Report(Rules.DeclaredTypeDiffers, -1, Quote(differences[0].Name), Text(differences[0].Type.TensorType),
            binding.Value!.Type, differences.Length == 1 ? "" : $"; {CSharpText.Number(differences.Length - 1)} more values differ");
    }

    static bool Differs(ValueInfoProto info, Scope scope)
    {
        if (info.Type?.ValueCase != TypeProto.ValueOneofCase.TensorType || !scope.TryFind(info.Name, out var binding)) return false;
        if (binding.Value?.Type is not TensorType type) return binding.Value is not null;
        var declared = info.Type.TensorType;
        if (declared.ElemType != 0 && declared.ElemType != (int)type.Element) return true;
        if (declared.Shape is not { } shape) return false;
        return shape.Dim.Count != type.Shape.Rank
            || shape.Dim.Where((dimension, axis) => dimension.DimValue > 0 && dimension.DimValue != type.Shape[axis]).Any();
    }

    static string Text(TypeProto.Types.Tensor type) => $"{((ElementType)type.ElemType).Text()}[{Symbols.Text(type.Shape)}]";
}
