using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime.Tests.Memory;

public class ModelWeightsTests
{
    [Fact]
    public void Text_is_two_bytes_a_character()
    {
        var weights = ModelWeights.FromText(7, "\u0201\uFFFE", "\uD800\u7700");
        Assert.Equal([0x01, 0x02, 0xFE, 0xFF, 0x00, 0xD8, 0x00], Bytes(weights));
    }

    [Fact]
    public void Text_of_another_length_is_refused()
    {
        var weights = ModelWeights.FromText(8, "abc");
        var error = Assert.Throws<InvalidOperationException>(() => Bytes(weights));
        Assert.Contains("6 bytes", error.Message);
        Assert.Contains("8", error.Message);
    }

    [Fact]
    public void A_resource_is_read_as_it_is()
    {
        var weights = ModelWeights.FromResource(typeof(ModelWeightsTests).Assembly, "weights.bin", 251);
        Assert.Equal(Enumerable.Range(1, 251).Select(i => (byte)i), Bytes(weights));
    }

    [Fact]
    public void A_missing_or_odd_resource_is_named()
    {
        var missing = ModelWeights.FromResource(typeof(ModelWeightsTests).Assembly, "nothing.bin", 1);
        Assert.Contains("'nothing.bin'", Assert.Throws<InvalidOperationException>(() => Bytes(missing)).Message);
        var odd = ModelWeights.FromResource(typeof(ModelWeightsTests).Assembly, "weights.bin", 252);
        var error = Assert.Throws<InvalidOperationException>(() => Bytes(odd));
        Assert.Contains("'weights.bin'", error.Message);
        Assert.Contains("251", error.Message);
        Assert.Contains("252", error.Message);
    }

    [Fact]
    public unsafe void All_threads_see_one_aligned_block()
    {
        var weights = ModelWeights.FromText(40_000, new string('w', 20_000));
        var addresses = new nint[8];
        Parallel.For(0, addresses.Length, i => addresses[i] = (nint)Unsafe.AsPointer(ref weights.Root));
        Assert.Single(addresses.Distinct());
        Assert.Equal(0, addresses[0] % 64);
    }

    static byte[] Bytes(ModelWeights weights) => MemoryMarshal.CreateSpan(ref weights.Root, (int)weights.ByteCount).ToArray();
}
