using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Onnx;
using EdgeCompile.Support;

namespace EdgeCompile.Host;

/// <summary>
/// The compiler's two entry points as steps of the pipeline. An exception that escaped would be a mere warning to Roslyn (CS8785), and the
/// build would succeed without a model; so every one becomes an error.
/// </summary>
static class Stages
{
    /// <summary>The public part of the class. It speaks of the model's faults only where no body follows that would say them again.</summary>
    public static Located<CompiledModel> Describe(ModelFile model, CancellationToken cancel)
    {
        var result = Made(model, known => known.PublicPart, Compiler.Describe, cancel);
        if (result.Sources.Count == 0 && !model.IsSecond) result = result with { Sources = [StubEmitter.Emit(model.Options)] };
        return new(model.Path, model.DesignTime ? result : result with { Diagnostics = [] });
    }

    /// <summary>The body of the class, and all that there is to say about the model.</summary>
    public static Located<CompiledModel> Compile(ModelFile model, CancellationToken cancel) => new(model.Path,
        Made(model, known => known.Body, (bytes, options, external, token) => OrSay(Compiler.Compile(bytes, options, external, token)), cancel));

    /// <summary>
    /// What a build has to know of a model before the C# compiler runs, its weights above all, with the files beside the model given; and what
    /// gives all its files thereafter.
    /// </summary>
    public static (CompiledModel Placed, Func<CompiledModel> Emit) Place(ModelFile model, IExternalData files, CancellationToken cancel)
    {
        PlacedModel? placed = null;
        var result = Guarded(model, files, (bytes, options, external, token) =>
            (placed = Compiler.Place(Compiler.Analyze(bytes, options, external, token), options)).Result, cancel);
        return (result, () => placed is null ? result : Guarded(model, () => Compiler.EmitAll(placed)));
    }

    /// <summary>A part of what the build has compiled already, or else what the compiler makes.</summary>
    static CompiledModel Made(ModelFile model, Func<CompiledText, CompiledModel> part, Stage stage, CancellationToken cancel) =>
        model.Compiled is { } known ? part(known) : Guarded(model, new NeighbourFiles(model.Path), stage, cancel);

    // A model without code and without a reason would be found out only when the program runs.
    static CompiledModel OrSay(CompiledModel body) =>
        body.Sources.Count > 0 || body.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error)
        ? body
        : body with { Diagnostics = body.Diagnostics.Append(Rules.InternalError.At(-1, "no code was made, and no reason was given")).ToEquatableArray() };

    delegate CompiledModel Stage(byte[] model, CompileOptions options, IExternalData? external, CancellationToken cancel);

    static CompiledModel Guarded(ModelFile model, IExternalData files, Stage stage, CancellationToken cancel) =>
        model.IsSecond || model.Content.Fault is not null
        ? new([], model.Faults)
        : Guarded(model, () => stage(FileContent.ReadAll(model.Path), model.Options, files, cancel));

    static CompiledModel Guarded(ModelFile model, Func<CompiledModel> make)
    {
        try
        {
            var result = make();
            return model.Faults.Count == 0 ? result : result with { Diagnostics = model.Faults.Concat(result.Diagnostics).ToEquatableArray() };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(Rules.NotAModel.At(-1, $"{MessageText.Quote(model.Options.FileName)} cannot be read: {e.Message.TrimEnd('.')}"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(Rules.InternalError.At(-1, $"{e.GetType().Name}: {e.Message.TrimEnd('.')}{Origin(e)}"));
        }

        CompiledModel Failed(ModelDiagnostic fault) => new([], model.Faults.Append(fault).ToEquatableArray());
    }

    /// <summary>The innermost method of ours, for the report.</summary>
    static string Origin(Exception e) =>
        e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("EdgeCompile.")) is { } line ? $" ({line.Trim()})" : "";
}
