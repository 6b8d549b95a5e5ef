namespace EdgeCompile.Runtime.Tests.Isa;

public class RungTests
{
    [Fact]
    public void Vector128_is_always_there()
    {
        Assert.True(Rungs.IsSupported(Rung.Vector128));
        Assert.Equal(Rung.Vector128, Rungs.Best(Rung.Vector128));
    }

    [Fact]
    public void The_best_is_the_highest_rung_that_the_machine_has()
    {
        var expected = Rungs.IsSupported(Rung.Avx512) ? Rung.Avx512 : Rungs.IsSupported(Rung.Avx2) ? Rung.Avx2 : Rung.Vector128;
        Assert.Equal(expected, Rungs.Best(Rung.Vector128, Rung.Avx512, Rung.Avx2));
    }

    [Fact]
    public void A_rung_that_was_not_emitted_is_not_the_best() => Assert.Equal(Rung.Vector128, Rungs.Best(Rung.Vector128));
}
