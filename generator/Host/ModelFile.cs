using System.Collections.Immutable;
using EdgeCompile.Diagnostics;
using EdgeCompile.Support;

namespace EdgeCompile.Host;

/// <summary>Identity of a model: where it is, what it contains (by hash), how to compile it, and what was wrong before it was read.</summary>
sealed record ModelFile(string Path, FileContent Content, CompileOptions Options, bool DesignTime, EquatableArray<ModelDiagnostic> Faults)
{
    /// <summary>Whether another model has the class, so that this one makes none.</summary>
    public bool IsSecond { get; init; }

    /// <summary>The model's code and diagnostics, where the build has compiled it already.</summary>
    public CompiledText? Compiled { get; init; }

    /// <summary>What the code depends on, as a hash: the content, all options, and the compiler.</summary>
    public string Key => Digest.OfText(string.Join("\n", Content.Sha256, Options.Key, typeof(Compiler).Module.ModuleVersionId.ToString("N")));

    /// <summary>
    /// The model with its code, if that is among what the build has compiled and nothing is wrong before. An editor takes none: it asks for
    /// the public part and what there is to say of that alone, which the build's file does not tell from the rest.
    /// </summary>
    public ModelFile Known(ImmutableArray<CompiledText> compiled) =>
        compiled.IsEmpty || Faults.Count > 0 || DesignTime ? this : this with { Compiled = compiled.FirstOrDefault(text => text.Key == Key) };

    public ClassClaim Claim => new(Options.FullName, Path);

    /// <summary>
    /// The model with an error if one before it (by path) wants the same class. Case does not tell them apart: file names must differ.
    /// </summary>
    public ModelFile Among(ImmutableArray<ClassClaim> all)
    {
        var first = all.Where(claim => string.Equals(claim.FullName, Options.FullName, StringComparison.OrdinalIgnoreCase))
            .Select(claim => claim.Path).OrderBy(path => path, StringComparer.Ordinal).First();
        return first == Path ? this : this with
        {
            IsSecond = true,
            Faults = Faults.Append(Rules.DuplicateClass.At(-1, MessageText.Quote(first), MessageText.Quote(Path), Options.FullName))
                .ToEquatableArray(),
        };
    }
}

/// <summary>That a model wants to become a class.</summary>
sealed record ClassClaim(string FullName, string Path);
