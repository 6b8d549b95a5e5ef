using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>One change of a graph that keeps what it computes; run again and again until it finds nothing more to do.</summary>
/// <param name="Name">By which tests leave it out.</param>
/// <param name="Run">Makes all changes it sees.</param>
sealed record Pass(string Name, Action<GraphRewriter> Run);
