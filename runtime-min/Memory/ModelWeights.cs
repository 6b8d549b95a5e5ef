using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime;

/// <summary>The packed weights of a model: one 64-byte aligned block per process, made at first use and never written again.</summary>
/// <remarks>Emitted code keeps one in a static field, which is what keeps the block alive. Safe from any thread.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ModelWeights
{
    readonly object gate = new();
    readonly Func<ModelWeights, nint> load;

    nint root;
    Arena? copy;
    Stream? mapped;

    ModelWeights(long byteCount, Func<ModelWeights, nint> load)
    {
        ByteCount = byteCount;
        this.load = load;
    }

    /// <summary>The size in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>The first byte, 64-byte aligned; the first use loads the weights.</summary>
    /// <exception cref="InvalidOperationException">The source is missing or has another length than the compiler wrote.</exception>
    public ref byte Root
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var ready = Volatile.Read(ref root);
            return ref *(byte*)(ready != 0 ? ready : Load());
        }
    }

    /// <summary>Weights that are string literals: each UTF-16 code unit holds two bytes, the lower one first.</summary>
    /// <param name="byteCount">The length in bytes; if odd, the last code unit's upper byte is padding.</param>
    /// <param name="pieces">The literals, in order.</param>
    public static ModelWeights FromText(int byteCount, params string[] pieces) => new(byteCount, weights =>
    {
        long length = 0;
        foreach (var piece in pieces)
            length += (long)piece.Length * sizeof(char);
        CheckLength("The weights in the assembly's literals", length, (weights.ByteCount + 1) / sizeof(char) * sizeof(char));
        var target = MemoryMarshal.CreateSpan(ref weights.Copy(length), (int)length);
        foreach (var piece in pieces)
        {
            MemoryMarshal.AsBytes(piece.AsSpan()).CopyTo(target);
            target = target[(piece.Length * sizeof(char))..];
        }
        return (nint)Unsafe.AsPointer(ref weights.copy!.Root);
    });

    /// <summary>Weights that are a manifest resource, used in place where the loader has aligned them.</summary>
    /// <param name="assembly">The assembly that embeds the resource.</param>
    /// <param name="name">The resource's logical name.</param>
    /// <param name="byteCount">The length in bytes that the compiler wrote.</param>
    public static ModelWeights FromResource(Assembly assembly, string name, long byteCount) => new(byteCount, weights =>
    {
        var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(
            $"The weights resource '{name}' is missing from assembly '{assembly.GetName().Name}': rebuild the project that compiles the model.");
        CheckLength($"The weights resource '{name}' of assembly '{assembly.GetName().Name}'", stream.Length, byteCount);
        if (stream is UnmanagedMemoryStream memory && (nint)memory.PositionPointer % Arena.Alignment == 0)
        {
            weights.mapped = stream;
            return (nint)memory.PositionPointer;
        }
        using (stream)
            ReadExactly(stream, ref weights.Copy(byteCount), byteCount);
        return (nint)Unsafe.AsPointer(ref weights.copy!.Root);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    nint Load()
    {
        lock (gate)
        {
            if (root == 0)
            {
                if (!BitConverter.IsLittleEndian)
                    throw new PlatformNotSupportedException("Weights are stored in little-endian order; this machine is big-endian.");
                Volatile.Write(ref root, load(this));
            }
            return root;
        }
    }

    static void CheckLength(string source, long given, long wanted)
    {
        if (given != wanted)
            throw new InvalidOperationException($"{source} has {given} bytes; the model was compiled with {wanted}: rebuild the project.");
    }

    ref byte Copy(long byteCount) => ref (copy = new Arena(byteCount)).Root;

    // In pieces, because a span ends at 2 GiB.
    static void ReadExactly(Stream stream, ref byte target, long byteCount)
    {
        const int Piece = 1 << 30;
        for (long at = 0; at < byteCount; at += Piece)
            stream.ReadExactly(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, (nint)at), (int)Math.Min(Piece, byteCount - at)));
    }
}
