using System.Globalization;

namespace EdgeCompile.Tests.Host;

/// <summary>The same model gives the same text, wherever and under whatever culture it is built.</summary>
public class DeterminismTests
{
    [Theory]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void TextDependsOnNeitherCultureNorFolder(string culture)
    {
        var here = Generate("first", CultureInfo.InvariantCulture);
        var there = Generate("second-elsewhere", Awkward(culture));
        Assert.Equal(here, there);
    }

    // The tests may run with invariant globalisation, where cultures are only names: so their formats are set by hand.
    static CultureInfo Awkward(string name)
    {
        var culture = new CultureInfo(name);
        culture.NumberFormat.NegativeSign = "minus";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        return culture;
    }

    static IReadOnlyDictionary<string, string> Generate(string folder, CultureInfo culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            using var project = new Project(folder).Model("tiny_i.onnx", TinyModel.Unary(input: "input"));
            return project.Generate().Sources;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
