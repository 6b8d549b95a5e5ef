using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>
/// Adds the steps that fill halos. A number is written before the first tensor in the buffer is made; what is known only at run time, before the
/// first step that reads it around its input: that step reads the filling itself, so that it is there.
/// </summary>
static class HaloSteps
{
    public static List<Step> Run(List<Step> steps)
    {
        var done = new HashSet<TensorBuffer>();
        var result = new List<Step>();
        foreach (var step in steps)
        {
            foreach (var operand in step.Operands)
                if (operand.Storage.Buffer is { Halo: { } halo } buffer && MustBeFilled(step, operand, halo) && done.Add(buffer))
                    result.Add(Filling(step, buffer, halo));
            result.Add(step);
        }
        return result;
    }

    static bool MustBeFilled(Step step, StepOperand operand, Halo halo) => HaloKernel.Sources(halo).Any()
        ? !operand.IsWritten && step.Kernel.HaloOf(operand.Value) is { IsEmpty: false }
        : operand.IsWritten;

    static Step Filling(Step step, TensorBuffer buffer, Halo halo)
    {
        var tensor = new Value("halo", new TensorType(buffer.Element, buffer.Shape));
        var sources = HaloKernel.Sources(halo).Select(source => step.Operands.First(operand => operand.Value == source));
        return new(new HaloKernel(tensor, buffer), step.Nodes, [.. sources, new StepOperand(tensor, new Storage(buffer, buffer.Layout), true)]);
    }
}
