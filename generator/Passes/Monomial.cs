using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A value as a number times powers of other values, however its products are bracketed: exporters write the same product in any order.
/// </summary>
sealed class Monomial
{
    readonly Dictionary<Value, int> _powers = [];

    Monomial(Value value, Value[] atoms) => Multiply(value, 1, atoms);

    public double Factor { get; private set; } = 1;

    /// <summary>The values that are multiplied.</summary>
    public IReadOnlyCollection<Value> Atoms => _powers.Keys;

    /// <summary>Takes a value apart; <paramref name="atoms"/> are left whole though they are products themselves.</summary>
    public static Monomial Of(Value value, params Value[] atoms) => new(value, atoms);

    /// <summary>Whether it is factor * atom^power * other.</summary>
    public bool Is(double factor, Value atom, int power, Value? other = null) =>
        IsNear(Factor, factor) && PowerOf(atom) == power && (other is null ? _powers.Count == 1 : _powers.Count == 2 && PowerOf(other) == 1);

    /// <summary>As exactly as a constant of float32 or one written by hand is.</summary>
    public static bool IsNear(double number, double wanted) => Math.Abs(number - wanted) <= 1e-6 * Math.Abs(wanted);

    int PowerOf(Value atom) => _powers.TryGetValue(atom, out var power) ? power : 0;

    void Multiply(Value value, int power, Value[] atoms)
    {
        if (atoms.Contains(value)) Add(value, power);
        else if (value.Scalar() is { } number) Factor *= Math.Pow(number, power);
        else if (value.MadeBy(Arithmetic.Mul) is { Inputs.Count: 2 } product)
        {
            Multiply(product.Input(0), power, atoms);
            Multiply(product.Input(1), power, atoms);
        }
        else if (value.MadeBy(Arithmetic.Div) is { } quotient && quotient.Input(1).Scalar() is { } divisor)
        {
            Factor /= Math.Pow(divisor, power);
            Multiply(quotient.Input(0), power, atoms);
        }
        else if (value.MadeBy(Pow.Op) is { } pow && pow.Input(1).Scalar() is { } exponent && exponent is 2 or 3)
            Multiply(pow.Input(0), power * (int)exponent, atoms);
        else Add(value, power);
    }

    void Add(Value atom, int power) => _powers[atom] = PowerOf(atom) + power;
}
