using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Passes;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile;

/// <summary>The compiler on one screen: Import -> Passes -> Plan -> Emit. Free of Roslyn; the generator, the build task, the command line and the tests call it.</summary>
static class Compiler
{
    /// <summary>The public part of a model's class: what an editor needs, without compiling the model.</summary>
    public static CompiledModel Describe(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(model, options, external, diagnostics, cancellation);
        if (imported is null) return new([], diagnostics.All.ToEquatableArray());
        var signature = Signature(imported, model, options, diagnostics);
        return new([ApiEmitter.Emit(signature)], diagnostics.All.ToEquatableArray());
    }

    /// <summary>The body of a model's class, and everything there is to say about the model.</summary>
    public static CompiledModel Compile(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(model, options, external, diagnostics, cancellation);
        if (imported?.Graph is null || Plan(imported.Graph, options, diagnostics, cancellation) is not { } plan) return new([], diagnostics.All.ToEquatableArray());

        var weights = plan.Weights.ToArray();
        var inline = weights.Length <= options.InlineWeightLimit;
        if (!inline && options.WeightResource.Length == 0) diagnostics.Report(Rules.WeightsTooLarge, -1, weights.Length, options.InlineWeightLimit);
        if (diagnostics.HasErrors) return new([], diagnostics.All.ToEquatableArray());

        var files = BodyEmitter.Emit(Signature(imported, model, options, diagnostics), plan, weights);
        return new(files.ToEquatableArray(), diagnostics.All.ToEquatableArray(), inline ? null : new WeightBlob(options.WeightResource, Digest.Of(weights), weights));
    }

    /// <summary>A graph made ready for emission; null after a diagnostic that is an error.</summary>
    public static Plan? Plan(Graph graph, CompileOptions options, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        if (diagnostics.HasErrors) return null;
        GraphVerifier.Verify(graph, "import");
        PassPipeline.Run(graph, options.WithoutPasses, cancellation);
        return Planner.Run(graph, diagnostics, cancellation);
    }
}
