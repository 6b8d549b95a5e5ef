using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Ops;
using EdgeCompile.Passes;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile;

/// <summary>
/// The compiler on one screen: Import -> Passes -> Plan -> Emit. Free of Roslyn; the generator, the build task, the command line and the
/// tests call it.
/// </summary>
static class Compiler
{
    /// <summary>The public part of a model's class: what an editor needs, without compiling the model.</summary>
    public static CompiledModel Describe(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(model, options, external, diagnostics, cancellation);
        var file = imported is null ? null : PublicPart.Of(imported, options, Digest.Of(model), diagnostics);
        return new(file is null ? [] : [file], diagnostics.All.ToEquatableArray());
    }

    /// <summary>
    /// The body of a model's class, the weights where they do not go into the source, and everything there is to say about the model.
    /// </summary>
    public static CompiledModel Compile(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation) =>
        Emit(Place(Analyze(model, options, external, cancellation), options));

    /// <summary>Everything up to the plan; what could not be made is null and a diagnostic says why.</summary>
    public static ModelAnalysis Analyze(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(model, options, external, diagnostics, cancellation);
        var api = imported is null ? null : PublicPart.Of(imported, options, Digest.Of(model), diagnostics);
        if (api is null) return new(diagnostics, imported, null, null);
        var plan = imported!.Graph is { } graph ? Plan(graph, options, diagnostics, cancellation) : null;
        return new(diagnostics, imported, PublicPart.SignatureOf(imported, options, Digest.Of(model)), plan);
    }

    /// <summary>A graph made ready for emission; null after a diagnostic that is an error.</summary>
    public static Plan? Plan(Graph graph, CompileOptions options, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        GraphVerifier.Verify(graph, "import");
        PassPipeline.Run(graph, options.WithoutPasses, cancellation);
        foreach (var (node, reason) in FloatIslands.Of(graph))
            diagnostics.Report(Rules.FloatIsland, node.Index, $"{node.Index} {MessageText.Quote(node.Name)} ({node.Op.Name})", reason);
        foreach (var (node, count) in Subnormal.Of(graph))
            diagnostics.Report(Rules.SubnormalWeights, node.Index, $"{node.Index} {MessageText.Quote(node.Name)} ({node.Op.Name})",
                CSharpText.Number(count));
        return Planner.Run(graph, diagnostics, cancellation);
    }

    /// <summary>All files of the class and the weights in one go.</summary>
    public static CompiledModel Build(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation) =>
        EmitAll(Analyze(model, options, external, cancellation), options);

    /// <summary>All files of the class, if there is a plan and its weights have a place.</summary>
    public static CompiledModel EmitAll(ModelAnalysis analysis, CompileOptions options) => EmitAll(Place(analysis, options));

    /// <summary>The same, where the weights have their place already.</summary>
    public static CompiledModel EmitAll(PlacedModel placed)
    {
        var body = Emit(placed);
        return body.Sources.Count == 0 ? body : body with { Sources = [ApiEmitter.Emit(placed.Analysis.Signature!), .. body.Sources] };
    }

    /// <summary>The files of the body, if the weights have a place.</summary>
    public static CompiledModel Emit(PlacedModel placed)
    {
        var (analysis, result, weights) = placed;
        return weights is null ? result : result with { Sources = BodyEmitter.Emit(analysis.Signature!, analysis.Plan!, weights).ToEquatableArray() };
    }

    /// <summary>
    /// Finds the weights a place, in the source or in a resource: what a build has to know before the C# compiler runs. All there is to say of
    /// a model has been said then.
    /// </summary>
    public static PlacedModel Place(ModelAnalysis analysis, CompileOptions options)
    {
        var (diagnostics, _, signature, plan) = analysis;
        var weights = signature is null ? null : plan?.Weights.ToArray();
        var inline = weights is null || options.IsInline(weights.Length);
        if (!inline && options.WeightResource.Length == 0)
        {
            diagnostics.Report(Rules.WeightsTooLarge, -1, weights!.Length, Math.Min(options.InlineWeightLimit, CompileOptions.MostInlineBytes));
            weights = null;
        }
        var blob = inline || weights is null ? null : new WeightBlob(options.WeightResource, Digest.Of(weights), weights);
        return new(analysis, new([], diagnostics.All.ToEquatableArray(), blob), weights);
    }
}

/// <summary>A model on its way: what was said about it, and how far it came.</summary>
sealed record ModelAnalysis(DiagnosticBag Diagnostics, ImportedModel? Model, ModelSignature? Signature, Plan? Plan);

/// <summary>
/// A model of which only the code is missing: what there is to say, and its weights; those are null if there is no plan, or no place for them.
/// </summary>
sealed record PlacedModel(ModelAnalysis Analysis, CompiledModel Result, byte[]? Weights);
