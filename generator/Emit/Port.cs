using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>A tensor at the border of a model, as the generated class shows it.</summary>
/// <param name="Name">The name in the model; data, never code.</param>
/// <param name="Parameter">The parameter of Run, Predict and Execute.</param>
/// <param name="Member">The part of a property's name, as in InputShape<c>Images</c>.</param>
/// <param name="Element">What the spans hold.</param>
/// <param name="Shape">The dimensions; null where a model that failed does not tell them.</param>
/// <param name="Quantisation">What its integers stand for, where the model says it.</param>
sealed record Port(string Name, string Parameter, string Member, ElementType Element, Shape? Shape, Quantisation? Quantisation = null)
{
    public string ReadOnlySpan => $"global::System.ReadOnlySpan<{Element.SpanName()}>";
    public string Span => $"global::System.Span<{Element.SpanName()}>";

    /// <summary>How long the span is: its elements, or the bytes that they are packed into.</summary>
    public int Length => IsPacked ? Element.StoredBytes(Shape!.Count) : Shape!.Count;
    public bool IsPacked => Element.IsPacked();

    /// <summary>As in <c>1 x 3 x 192 x 192</c>.</summary>
    public string ShapeText => Shape is null ? "unknown shape" : Shape.Rank == 0 ? "scalar" : string.Join(" x ", Shape.Dimensions);
}
