using System.Globalization;
using EdgeCompile.Emit;
using EdgeCompile.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeCompile.Tests.Models;

/// <summary>The text that real models become: the same everywhere, and without a warning in any project.</summary>
public class SourceTextTests
{
    [SharedTheory]
    [InlineData("mnist8")]
    [InlineData("fastestdet")]
    [InlineData(ZooModel.Sample)]
    public void DoesNotDependOnTheCulture(string name)
    {
        var model = ZooModel.Named(name).Source();
        var expected = Sources(model, CultureInfo.InvariantCulture);
        foreach (var culture in Cultures()) Assert.Equal(expected, Sources(model, culture));
    }

    [SharedTheory]
    [InlineData("mnist8")]
    [InlineData("vww_96_fp32")]
    [InlineData(ZooModel.Sample)]
    public void CompilesWithoutWarnings(string name)
    {
        var sources = Sources(ZooModel.Named(name).Source(), CultureInfo.InvariantCulture);
        foreach (var nullable in new[] { NullableContextOptions.Disable, NullableContextOptions.Enable })
            Assert.Empty(InMemoryCompiler.Diagnose(sources, LanguageVersion.CSharp12, nullable));
    }

    /// <summary>As users see it, without the test hook.</summary>
    static IReadOnlyList<SourceFile> Sources(ModelSource model, CultureInfo culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            var options = new CompileOptions { ClassName = "Model", Namespace = "Models", InputShapes = model.InputShapes,
                WeightResource = "Model.weights" };
            var analysis = Compiler.Analyze(model.Bytes, options, model.ExternalData, CancellationToken.None);
            return [.. Compiler.EmitAll(analysis, options).Sources];
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Turkish and German; under invariant globalisation, which knows neither, a culture made by hand alone.</summary>
    static IEnumerable<CultureInfo> Cultures()
    {
        var awkward = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (awkward.NumberFormat.NegativeSign, awkward.NumberFormat.NumberDecimalSeparator,
            awkward.NumberFormat.NumberGroupSeparator) = ("\u2212", ",", ".");
        yield return awkward;
        foreach (var name in new[] { "tr-TR", "de-DE" })
            if (CultureInfo.GetCultures(CultureTypes.SpecificCultures).Any(culture => culture.Name == name)) yield return CultureInfo.GetCultureInfo(name);
    }
}
