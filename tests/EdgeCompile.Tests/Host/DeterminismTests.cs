using System.Globalization;

namespace EdgeCompile.Tests.Host;

/// <summary>The same model gives the same text, wherever and under whatever culture it is built.</summary>
public class DeterminismTests
{
    [Theory]
    [InlineData("minus", ",", ".")]
    [InlineData("\u2212", "\u066b", "\u066c")]
    public void TextDependsOnNeitherCultureNorFolder(string negative, string point, string group)
    {
        // A culture made by hand: under invariant globalisation there are no others.
        var awkward = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (awkward.NumberFormat.NegativeSign, awkward.NumberFormat.NumberDecimalSeparator,
            awkward.NumberFormat.NumberGroupSeparator) = (negative, point, group);
        Assert.Equal(Generate("first", CultureInfo.InvariantCulture), Generate("second-elsewhere", awkward));
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
