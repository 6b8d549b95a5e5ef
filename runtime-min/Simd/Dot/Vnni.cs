using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>AVX-VNNI's vpdpbusd: four products and their sum in one instruction, without saturation.</summary>
static class Vnni
{
    // The class is marked as a preview in .NET 8 and 9; its one instruction is what it will stay.
#pragma warning disable CA2252
    public static bool IsSupported { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => AvxVnni.IsSupported; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) => AvxVnni.MultiplyWideningAndAdd(sum, x, w);
#pragma warning restore CA2252
}
