using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>
/// The method of a step on a rung, without its name: parameters and body. Steps with the same text share one method. Where the work can be
/// cut into units, the last two parameters choose some of them.
/// </summary>
sealed record StepMethod(string Parameters, string Body, EquatableArray<EquatableArray<int>> Tables, int Units, EquatableArray<int> PixelsOfUnits)
{
    /// <summary>Whether it calls micro-kernels of its rung, so that the same text need not be the same code.</summary>
    public bool CallsShared { get; init; }

    public static StepMethod Of(Step step, Isa isa, SharedMethods shared)
    {
        var parameters = new List<string>();
        var operands = new List<Operand>();
        int reads = 0, writes = 0;
        foreach (var operand in step.Operands)
            Add(operand.Value, (operand.IsWritten ? "output" : "input") + CSharpText.Number(operand.IsWritten ? writes++ : reads++),
                operand.Storage.Layout, IsBare(operand));
        var weights = step.Kernel.Weights.Select((weight, i) => Declare("weights" + CSharpText.Number(i), weight.Element)).ToArray();
        foreach (var (constant, i) in step.Kernel.Constants.Select((constant, i) => (constant, i)))
            Add(constant, "constant" + CSharpText.Number(i), Layout.RowMajor(constant.Shape));
        if (step.Scratch is not null) parameters.Add("ref byte scratch");

        var code = new CodeWriter();
        var writer = new KernelWriter(isa, code, operands, weights, shared) { MaySplit = step.IsLarge };
        var callsShared = shared.AreAskedForBy(() => step.Kernel.Emit(writer));
        if (writer.Units > 0) parameters.Add($"int {KernelWriter.From}, int {KernelWriter.To}");
        return new(string.Join(", ", parameters), code.ToString().TrimEnd('\n'), writer.Tables.ToEquatableArray(), writer.Units,
            writer.PixelsOfUnits.ToEquatableArray()) { CallsShared = callsShared };

        void Add(Value value, string name, Layout layout, bool isBare = false) =>
            operands.Add(new Operand(value, Declare(name, value.Element), value.Shape, layout with { Offset = 0 }) { IsBare = isBare });

        bool IsBare(StepOperand operand) => !operand.IsWritten
            && step.Kernel.HaloOf(operand.Value) is { IsEmpty: false } halo && !operand.Storage.HasRoom(operand.Value, halo);

        string Declare(string name, ElementType element)
        {
            parameters.Add($"ref {element.CSharpName()} {name}");
            return name;
        }
    }
}
