using System.Runtime.InteropServices;

namespace EdgeCompile.Harness;

/// <summary>Bytes outside the garbage collector's reach, on a 64-byte boundary: the same footing for whoever is measured.</summary>
sealed unsafe class AlignedBuffer : IDisposable
{
    const int Alignment = 64;
    void* start;

    public AlignedBuffer(int bytes)
    {
        Length = bytes;
        start = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
        NativeMemory.Clear(start, (nuint)bytes);
    }

    public int Length { get; }
    public void* Pointer => start;
    public Span<byte> Span => new(start, Length);

    public void Dispose()
    {
        NativeMemory.AlignedFree(start);
        start = null;
    }
}
