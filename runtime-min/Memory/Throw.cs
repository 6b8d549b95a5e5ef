using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>
    /// Checks that a span which the model writes shares no memory with another one: a step may write an output before another has read the input.
    /// </summary>
    /// <param name="written">The span of an output.</param>
    /// <param name="other">The span of an input or of another output.</param>
    /// <param name="writtenTensor">The output's parameter.</param>
    /// <param name="otherTensor">The other parameter.</param>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IfOverlapping<TWritten, TOther>(ReadOnlySpan<TWritten> written, ReadOnlySpan<TOther> other, string writtenTensor,
        string otherTensor)
        where TWritten : struct where TOther : struct
    {
        if (MemoryMarshal.AsBytes(written).Overlaps(MemoryMarshal.AsBytes(other)))
            Overlapping(writtenTensor, otherTensor);
    }

    /// <summary>The same for spans of strings.</summary>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    public static void IfOverlapping(ReadOnlySpan<string> written, ReadOnlySpan<string> other, string writtenTensor, string otherTensor)
    {
        if (written.Overlaps(other))
            Overlapping(writtenTensor, otherTensor);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Overlapping(string written, string other) =>
        throw new ArgumentException($"The span of tensor '{written}' overlaps that of '{other}'; outputs need memory of their own.", written);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void WrongLength(string tensor, string shape, int wanted, int given) =>
        throw new ArgumentException($"Tensor '{tensor}' of shape {shape} has {wanted} elements; a span of {given} was given.", tensor);
}
