using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>Neighbours made from neighbours by one call: copies, and bytes looked up in tables of 256.</summary>
static class Runs
{
    const int Long = 64;
    const int LongOfOthers = 8;

    /// <summary>The statement for a part of the innermost axis, or null.</summary>
    public static string? Write(KernelWriter writer, IterationSpace space, Expr body, int axis, Spot spot, Interval piece)
    {
        if (space.Nest.Reduction is not null || space.OutputAddress[axis] != 1 || body is not Expr.Load { Outside: null } load) return null;
        var index = spot.At(axis, CSharpText.Number(piece.Low), piece).Index(writer, axis);
        var count = CSharpText.Number(piece.Count);
        var target = $"ref RefMath.Add(ref {writer[space.Nest.Output].Name}, {index.Sum(space.OutputAddress)})";
        if (piece.Count >= (body.Type == ElementType.Float32 ? Long : LongOfOthers) && Neighbours(load) is { } source)
            return $"MemoryMarshal.CreateSpan({source}, {count}).CopyTo(MemoryMarshal.CreateSpan({target}, {count}));";
        if (piece.Count >= Long && writer.Isa.Lanes > 1 && TableIndex(load) is { } bytes && Neighbours(bytes) is { } indices)
            return $"{ByteLanes.ClassOf(4 * writer.Isa.Lanes)}.Lookup({Bytes(indices, bytes.Type)}, {Bytes(target, load.Type)}, "
                + $"{Bytes($"ref {writer[load.Source].Name}", load.Type)}, {count});";
        return null;

        string? Neighbours(Expr.Load from)
        {
            var operand = writer[from.Source];
            var address = Affine.Address(from.Indices, operand.Layout.Strides);
            return address[axis] == 1 && !address.Bends(axis) ? $"ref RefMath.Add(ref {operand.Name}, {index.Sum(address)})" : null;
        }
    }

    /// <summary>The byte that a load takes the entry of, in a table of 256 bytes; or null.</summary>
    static Expr.Load? TableIndex(Expr.Load load) =>
        load.Type.Size() == 1 && load.Source is { IsConstant: true, Shape: { Rank: 1, Count: 256 } }
            && load.Indices[0] is Expr.Call { Function: Function.Cast, Type: ElementType.Int32, Arguments: [var index] } ? index switch
        {
            Expr.Load { Type: ElementType.UInt8, Outside: null } bytes => bytes,
            Expr.Call { Function: Function.Cast, Type: ElementType.UInt8, Arguments: [Expr.Load { Outside: null } bytes] } => Of8Bits(bytes),
            _ => null,
        } : null;

    static Expr.Load? Of8Bits(Expr.Load load) => load.Type == ElementType.Int8 ? load : null;

    static string Bytes(string reference, ElementType type) =>
        type.CSharpName() == "byte" ? reference : $"ref Unsafe.As<{type.CSharpName()}, byte>({reference})";
}
