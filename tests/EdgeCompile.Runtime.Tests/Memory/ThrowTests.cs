namespace EdgeCompile.Runtime.Tests.Memory;

public class ThrowTests
{
    [Fact]
    public void A_wrong_length_names_the_tensor_and_both_sizes()
    {
        Throw.IfWrongLength("images", "1x3x2x2", 12, 12);
        var error = Assert.Throws<ArgumentException>(() => Throw.IfWrongLength("images", "1x3x2x2", 12, 11));
        Assert.Equal("images", error.ParamName);
        Assert.StartsWith("Tensor 'images' of shape 1x3x2x2 has 12 elements; a span of 11 was given.", error.Message);
    }
}
