using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class EinsumTests
{
    static Tensor Sum(string equation, params Tensor[] inputs) => Run("Einsum", 12, inputs, new { equation });

    [Fact]
    public void OneOperandIsSummedTransposedOrItsDiagonal()
    {
        Near([6, 15], Sum("ij->i", Count(2, 3)));
        Near([21], Sum("ij->", Count(2, 3)));
        Near([1, 4, 2, 5, 3, 6], Sum("ij->ji", Count(2, 3)));
        Near([1, 4, 2, 5, 3, 6], Sum("ba", Count(2, 3)));
        Near([1, 4], Sum("ii->i", Count(2, 2)));
        Near([5], Sum("ii", Count(2, 2)));
        Near([1, 4, 5, 8], Sum("...ii->...i", Count(2, 2, 2)));
        Near([1 + 15], Sum("iji->", F(new Shape(2, 1, 2), 1, 2, 3, 15)));
    }

    [Fact]
    public void TwoOperandsAreMultiplied()
    {
        Near([7, 10, 15, 22], Sum("ij,jk->ik", Count(2, 2), Count(2, 2)));
        Near([7, 15, 10, 22], Sum("ij,jk->ki", Count(2, 2), Count(2, 2)));
        Near([7, 10, 15, 22], Sum("ij, jk", Count(2, 2), Count(2, 2)));
        Near([14], Sum("i,i", Count(3), Count(3)));
        Near([3, 4, 6, 8], Sum("i,j->ij", Count(2), F(3, 4)));
        Near([3, 8], Sum("i,i->i", Count(2), F(3, 4)));
        Near([9, 12], Sum("i,j->j", Count(2), F(3, 4)));
        Assert.Equal(new Shape(5, 2, 4), Sum("bij,bjk->bik", Count(5, 2, 3), Count(5, 3, 4)).Shape);
        Assert.Equal(new Shape(5, 7, 2, 4), Sum("...ij,...jk->...ik", Count(5, 1, 2, 3), Count(7, 3, 4)).Shape);
    }

    [Fact]
    public void ThreeOperandsAreMultipliedOneAfterAnother()
    {
        Near([1 * (10 + 40) + 2 * (30 + 80)], Sum("i,ij,j->", Count(2), Count(2, 2), F(10, 20)));
        Near([1 * 3 * 5, 2 * 4 * 6], Sum("i,i,i->i", Count(2), F(3, 4), F(5, 6)));
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Assert.Throws<ModelException>(() => Sum("ij,jk", Count(2, 3), Count(2, 3)));
        Assert.Throws<ModelException>(() => Sum("ij->ik", Count(2, 3)));
        Assert.Throws<ModelException>(() => Sum("i-j", Count(2)));
        Assert.Throws<ModelException>(() => Sum("ij", Count(2)));
    }

    [Theory]
    [InlineData("bij,bjk->bik"), InlineData("abc,adc->dab"), InlineData("aab,b->a"), InlineData("abc,cd,da->b")]
    public void LoweringAgrees(string equation)
    {
        Tensor[] inputs = equation switch
        {
            "bij,bjk->bik" => [Count(2, 3, 4), Count(2, 4, 2)],
            "abc,adc->dab" => [Count(2, 3, 4), Count(2, 5, 4)],
            "aab,b->a" => [Count(3, 3, 2), Count(2)],
            _ => [Count(2, 3, 4), Count(4, 2), Count(2, 2)],
        };
        LoweredEvaluator.AgreesOnEveryNode(Import("Einsum", 12, inputs, 1, new { equation }), inputs);
    }
}
