using EdgeCompile.Ir;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// What a step is, in a line for the reader of emitted code: kernel, operators, the ONNX node's name, tensors with shapes and places, work.
/// </summary>
static class StepComment
{
    public static string Of(Step step)
    {
        var ops = string.Join(" + ", step.Nodes.Select(node => node.Op.Name));
        var name = step.Nodes.Count > 0 ? $" '{step.Nodes[step.Nodes.Count - 1].Name}'" : "";
        var reads = string.Join(", ", step.Operands.Where(operand => !operand.IsWritten).Select(Tensor));
        var writes = string.Join(", ", step.Operands.Where(operand => operand.IsWritten).Select(Tensor));
        var work = step.Kernel.MultiplyAdds == 0 ? "" : $", {CSharpText.Number(step.Kernel.MultiplyAdds)} multiply-adds";
        return Plain($"{step.Kernel.Name} for {ops}{name}: {(reads.Length == 0 ? "" : reads + " ")}-> {writes}{work}");
    }

    static string Tensor(StepOperand operand) => $"{operand.Value.Element.Text()}[{operand.Value.Shape}] {Place(operand.Storage.Buffer)}";

    static string Place(TensorBuffer buffer) => buffer.Region switch
    {
        Region.Input => "of the caller",
        Region.Output => "of the caller",
        _ => "at " + CSharpText.Number(buffer.Offset),
    };

    /// <summary>A comment may be longer than a name; only its parts come from the model, and none of them ends the line.</summary>
    static string Plain(string text) => new([.. text.Select(c => c is < ' ' or > '~' ? '?' : c)]);
}
