using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Emit;

/// <summary>An imported model, whole or not, to the file with its public surface.</summary>
static class PublicPart
{
    /// <summary>The file, or null where not even inputs and outputs are known; the reason is then among the diagnostics.</summary>
    public static SourceFile? Of(ImportedModel model, CompileOptions options, string sha256, DiagnosticBag diagnostics)
    {
        try
        {
            var signature = SignatureOf(model, options, sha256);
            if (model.Graph is not null && DetectionTask.IsDeclared(model.Metadata) && DetectionTask.Fault(signature, model.Metadata) is { } fault)
                diagnostics.Report(Rules.DetectionMetadata, -1, fault);
            return ApiEmitter.Emit(signature);
        }
        catch (ModelException e)
        {
            diagnostics.Report(Rules.NodeRefused, -1, "of the model's border", e.Message);
            return null;
        }
    }

    /// <summary>What the public part and the body agree on.</summary>
    /// <exception cref="ModelException">An input or output is no tensor.</exception>
    public static ModelSignature SignatureOf(ImportedModel model, CompileOptions options, string sha256) =>
        ModelSignature.Of(model, options, Origin(model, options, sha256));

    static string[] Origin(ImportedModel model, CompileOptions options, string sha256) =>
    [
        $"{options.FullName}, compiled from {options.FileName}",
        "  SHA-256   " + sha256,
        "  opset     " + string.Join(", ", model.Opsets.Select(set => (set.Key.Length == 0 ? "" : set.Key + " ") + Support.CSharpText.Number(set.Value))),
        "  producer  " + (model.Producer.Length == 0 ? "unknown" : model.Producer),
    ];
}
