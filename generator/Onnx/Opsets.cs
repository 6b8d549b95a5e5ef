using Google.Protobuf.Collections;

namespace EdgeCompile.Onnx;

/// <summary>Which version of each domain's operators a model, or a function of it, is written in.</summary>
sealed class Opsets
{
    /// <summary>The newest version of ai.onnx whose operators were looked at; a newer one may mean something else by an old name.</summary>
    public const int Newest = 28;

    readonly SortedDictionary<string, int> _versions = new(StringComparer.Ordinal);

    /// <param name="imports">What the file lists.</param>
    /// <param name="outer">For a function: the model's versions, which hold for domains that the function does not list.</param>
    public Opsets(RepeatedField<OperatorSetIdProto> imports, Opsets? outer = null)
    {
        foreach (var entry in outer?._versions ?? []) _versions[entry.Key] = entry.Value;
        foreach (var import in imports) _versions[Domain(import.Domain)] = (int)Math.Max(0, Math.Min(int.MaxValue, import.Version));
    }

    public IReadOnlyDictionary<string, int> Versions => _versions;

    /// <summary>The version of a domain, or null if the file does not import it.</summary>
    public int? this[string domain] => _versions.TryGetValue(Domain(domain), out var version) ? version : null;

    /// <summary>ONNX's own domain has two names; here it is "".</summary>
    public static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
