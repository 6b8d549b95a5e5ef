using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The integer that stands for 0 among the activations of a product, one for all of them.</summary>
/// <param name="Activations">The activations.</param>
/// <param name="Point">The integer: a number, or the load of a scalar that is known only at run time.</param>
sealed record ActivationZero(Value Activations, Expr Point)
{
    /// <summary>Null where there are several.</summary>
    public static ActivationZero? Of(Node node, int input) => !node.Has(input) ? new(node.Input(0), Expr.Of(0, node.Input(0).Element))
        : node.Input(input) is { Shape.Count: 1 } zero ? new(node.Input(0), ZeroPoints.At(zero)) : null;

    /// <summary>The integer, where it is known at build time.</summary>
    public int? Known => Point is Expr.Number number ? (int)number.Value : null;

    /// <summary>The scalar that is read, where it is not.</summary>
    public Value? Read => Point is Expr.Load load ? load.Source : null;

    /// <summary>What halos hold.</summary>
    public Expr? Fill => Known == 0 ? null : Point;

    /// <summary>How much higher it is among activations as they are multiplied: int8 ones are shifted into 0 … 255.</summary>
    public int Shift => Activations.Element == ElementType.Int8 ? 128 : 0;
}
