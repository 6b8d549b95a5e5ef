using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), in any of the ways in which exporters multiply it out.</summary>
static class TanhGelu
{
    static readonly double slope = Math.Sqrt(2 / Math.PI);
    const double Cubic = 0.044715;

    /// <summary>x, where the node is that; else null.</summary>
    public static Value? Match(Node node)
    {
        if (node.Op != Arithmetic.Mul || Factors(node.Output).FirstOrDefault(IsBell) is not { } bell) return null;
        var tanh = Addend(bell, 1).MadeBy(Activations.Tanh)!;
        return Factors(node.Output).FirstOrDefault(x => x != bell && x.Shape.Equals(node.Output.Shape)
            && Monomial.Of(node.Output, x, bell).Is(0.5, x, 1, bell) && IsSlope(tanh.Input(0), x));
    }

    static bool IsBell(Value value) => Addend(value, 1).MadeBy(Activations.Tanh) is not null;

    /// <summary>sqrt(2/pi) * (x + 0.044715 x^3), or sqrt(2/pi) * x * (1 + 0.044715 x^2).</summary>
    static bool IsSlope(Value value, Value x)
    {
        var product = Monomial.Of(value, x);
        var sum = product.Atoms.FirstOrDefault(atom => atom != x);
        if (sum.MadeBy(Arithmetic.Add) is not { Inputs.Count: 2 } add) return false;
        return product.Is(slope, sum!, 1) && Other(add, x) is { } cube && Monomial.Of(cube, x).Is(Cubic, x, 3)
            || product.Is(slope, x, 1, sum) && Addend(sum!, 1) is { } square && Monomial.Of(square, x).Is(Cubic, x, 2);
    }

    /// <summary>All that is multiplied in a product, and the products in it.</summary>
    static IEnumerable<Value> Factors(Value value) => value.MadeBy(Arithmetic.Mul) is not { } product ? []
        : product.Inputs.OfType<Value>().Where(factor => !factor.IsConstant).SelectMany(factor => Factors(factor).Prepend(factor));

    /// <summary>y, where the value is y + number.</summary>
    static Value? Addend(Value value, double number) => value.MadeBy(Arithmetic.Add) is not { Inputs.Count: 2 } sum ? null
        : sum.Input(1).Scalar() == number ? sum.Input(0)
        : sum.Input(0).Scalar() == number ? sum.Input(1)
        : null;

    static Value? Other(Node sum, Value x) => sum.Input(0) == x ? sum.Input(1) : sum.Input(1) == x ? sum.Input(0) : null;
}
