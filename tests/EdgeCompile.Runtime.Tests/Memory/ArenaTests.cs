using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime.Tests.Memory;

public class ArenaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100_001)]
    public unsafe void Is_aligned_and_cleared(int byteCount)
    {
        using var arena = new Arena(byteCount);
        Assert.Equal(byteCount, arena.ByteCount);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref arena.Root) % 64);
        Assert.Equal(-1, MemoryMarshal.CreateSpan(ref arena.Root, byteCount).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Is_closed_after_dispose()
    {
        var arena = new Arena(10);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => arena.Root = 1);
    }

    [Fact]
    public void Refuses_a_negative_size() => Assert.Throws<ArgumentOutOfRangeException>(() => new Arena(-1));
}
