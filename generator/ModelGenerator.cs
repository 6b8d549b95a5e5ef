using EdgeCompile.Host;
using Microsoft.CodeAnalysis;

namespace EdgeCompile;

/// <summary>
/// Makes a class of each .onnx file among a project's additional files. Every step's result is a small value that compares by content, and
/// none depends on the user's code, so that a keystroke runs nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The hash comes before the options, so that new options never read the file again.
        var named = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            .Select(static (text, cancel) => (Text: text, Content: FileContent.OfModel(text.Path, cancel)))
            .WithTrackingName(StepNames.Hash)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => RoslynOptions.Read(pair.Left.Text, pair.Left.Content, pair.Right))
            .WithTrackingName(StepNames.Options);
        var compiled = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(CompiledText.Extension, StringComparison.Ordinal))
            .Select(static (text, cancel) => CompiledText.Read(text, cancel))
            .Where(static text => text is not null)
            .Collect();
        var models = named
            .Combine(named.Select(static (model, _) => model.Claim).Collect())
            .Combine(compiled)
            .Select(static (pair, _) => pair.Left.Left.Among(pair.Left.Right).Known(pair.Right!))
            .WithTrackingName(StepNames.Model);

        // What an editor needs: the public surface.
        context.RegisterSourceOutput(
            models.Select(Stages.Describe).WithTrackingName(StepNames.Api),
            static (output, api) => output.Add(api));

        // The compile itself has no effect on the user's code, so an editor does without it.
        context.RegisterImplementationSourceOutput(
            models.Where(static model => !model.DesignTime).Select(Stages.Compile).WithTrackingName(StepNames.Body),
            static (output, body) => output.Add(body));

        context.RegisterImplementationSourceOutput(
            models.Collect().Combine(context.AnalyzerConfigOptionsProvider.Select(AotAdvice.Read)).Select(AotAdvice.For)
                .WithTrackingName(StepNames.Advice),
            static (output, advice) => output.Add(advice));
    }
}

/// <summary>The pipeline's steps, as tests see them.</summary>
static class StepNames
{
    public const string Hash = nameof(Hash), Options = nameof(Options), Model = nameof(Model), Api = nameof(Api), Body = nameof(Body),
        Advice = nameof(Advice);
}
