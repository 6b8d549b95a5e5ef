using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>The checks at a model's border; the exceptions are built out of line.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Throw
{
    /// <summary>Checks the length of a caller's span.</summary>
    /// <param name="tensor">The parameter, named after the tensor.</param>
    /// <param name="shape">The tensor's shape, as in 1x3x192x192.</param>
    /// <param name="wanted">The number of elements the model needs.</param>
    /// <param name="given">The length of the span.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IfWrongLength(string tensor, string shape, int wanted, int given)
    {
        if (given != wanted)
            WrongLength(tensor, shape, wanted, given);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void WrongLength(string tensor, string shape, int wanted, int given) =>
        throw new ArgumentException($"Tensor '{tensor}' of shape {shape} has {wanted} elements; a span of {given} was given.", tensor);
}
