using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime;

/// <summary>A block of native memory, 64-byte aligned and cleared, that holds every tensor of one model instance.</summary>
/// <remarks>
/// The garbage collector does not see references into it: whoever uses <see cref="Root"/> keeps the arena reachable meanwhile
/// (<see cref="InstanceGate.Leave"/> at the end of a run does). Forgotten arenas are freed by the finalizer.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Arena : IDisposable
{
    /// <summary>The alignment of <see cref="Root"/> in bytes: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    byte* root;

    /// <summary>Allocates and clears the block.</summary>
    /// <param name="byteCount">The size in bytes; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public Arena(long byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        ByteCount = byteCount;
        // Whole cache lines, and at least one.
        var size = checked((nuint)byteCount + Alignment) / Alignment * Alignment;
        root = (byte*)NativeMemory.AlignedAlloc(size, Alignment);
        NativeMemory.Clear(root, size);
        // So that forgotten instances bring a collection nearer.
        GC.AddMemoryPressure((long)size);
    }

    /// <summary>Frees the block, should nobody have disposed of it.</summary>
    ~Arena() => Free();

    /// <summary>The size in bytes, as asked for.</summary>
    public long ByteCount { get; }

    /// <summary>The first byte, 64-byte aligned.</summary>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    public ref byte Root
    {
        get
        {
            ObjectDisposedException.ThrowIf(root is null, this);
            return ref *root;
        }
    }

    /// <summary>Frees the block; a second call does nothing.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        if (root is null)
            return;
        NativeMemory.AlignedFree(root);
        root = null;
        GC.RemoveMemoryPressure((ByteCount + Alignment) / Alignment * Alignment);
    }
}
