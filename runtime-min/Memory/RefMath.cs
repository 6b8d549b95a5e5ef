using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>
/// References moved on by a distance, for generated code. They are <see cref="Unsafe"/>'s, without type parameters: to infer those took the C#
/// compiler a fifth of its time on a model. Nothing is checked; the compiler of models proves that distances stay within their tensors.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RefMath
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The element so many elements behind another; before it where the distance is negative.</summary>
    /// <param name="origin">An element.</param>
    /// <param name="distance">Elements from there.</param>
    [MethodImpl(Inline)] public static ref float Add(ref float origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref double Add(ref double origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref Half Add(ref Half origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref sbyte Add(ref sbyte origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref byte Add(ref byte origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref short Add(ref short origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref ushort Add(ref ushort origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref int Add(ref int origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref uint Add(ref uint origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref long Add(ref long origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref ulong Add(ref ulong origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref bool Add(ref bool origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <inheritdoc cref="Add(ref float, int)"/>
    [MethodImpl(Inline)] public static ref string Add(ref string origin, int distance) => ref Unsafe.Add(ref origin, distance);

    /// <summary>The float that lies so many bytes behind a byte.</summary>
    /// <param name="origin">A byte of a buffer.</param>
    /// <param name="bytes">The distance from it, at which a float begins.</param>
    [MethodImpl(Inline)] public static ref float Floats(ref byte origin, int bytes) => ref Unsafe.As<byte, float>(ref Unsafe.Add(ref origin, bytes));

    /// <summary>The int that lies so many bytes behind a byte.</summary>
    /// <inheritdoc cref="Floats" path="/param"/>
    [MethodImpl(Inline)] public static ref int Ints(ref byte origin, int bytes) => ref Unsafe.As<byte, int>(ref Unsafe.Add(ref origin, bytes));

    /// <summary>The sbyte that lies so many bytes behind a byte.</summary>
    /// <inheritdoc cref="Floats" path="/param"/>
    [MethodImpl(Inline)] public static ref sbyte SBytes(ref byte origin, int bytes) => ref Unsafe.As<byte, sbyte>(ref Unsafe.Add(ref origin, bytes));

    /// <summary>The element of any other type that lies so many bytes behind a byte.</summary>
    /// <param name="origin">A byte of a buffer.</param>
    /// <param name="bytes">The distance from it, at which an element begins.</param>
    [MethodImpl(Inline)] public static ref T Elements<T>(ref byte origin, int bytes) => ref Unsafe.As<byte, T>(ref Unsafe.Add(ref origin, bytes));
}
