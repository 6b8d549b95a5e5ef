using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>Lets a step write its result over an input that nobody reads after it, where it reads each element before it writes it.</summary>
static class InPlace
{
    public static List<Step> Run(List<Step> steps)
    {
        Lifetimes.Compute(steps);
        var into = new Dictionary<TensorBuffer, TensorBuffer>();
        for (var i = 0; i < steps.Count; i++)
        {
            steps[i] = Moved(steps[i], into);
            if (Reusable(steps[i], i) is not { } pair) continue;
            into[pair.Result] = pair.Source;
            pair.Source.Last = pair.Result.Last;
            steps[i] = Moved(steps[i], into);
        }
        return steps;
    }

    static (TensorBuffer Source, TensorBuffer Result)? Reusable(Step step, int index)
    {
        if (step.Operands.Where(operand => operand.IsWritten).ToArray() is not [var result]) return null;
        var target = result.Storage.Buffer;
        if (target.Region != Region.Arena || target.First != index) return null;
        foreach (var operand in step.Operands)
        {
            var source = operand.Storage.Buffer;
            if (operand.IsWritten || source.Region != Region.Arena || source.Last != index || source == target) continue;
            if (source.Element != target.Element || !source.Layout.Equals(target.Layout) || source.Count != target.Count) continue;
            if (!Equals(source.Halo, target.Halo) || !operand.Storage.Layout.Equals(result.Storage.Layout)) continue;
            if (step.Operands.Count(other => other.Storage.Buffer == source) == 1
                && ReadsBeforeWrites(step.Kernel, operand.Value)) return (source, target);
        }
        return null;
    }

    /// <summary>An epilogue that runs over the stored result finds the source gone.</summary>
    static bool ReadsBeforeWrites(Kernel kernel, Ir.Value value) => kernel.Inputs.Contains(value)
        ? kernel.InPlace(value)
        : kernel.Epilogue is { IsCostly: false } epilogue
            && epilogue.Expression.Loads().Where(load => load.Source == value).All(load => load.IsIdentity);

    static Step Moved(Step step, Dictionary<TensorBuffer, TensorBuffer> into) => step with
    {
        Operands = [.. step.Operands.Select(operand => into.TryGetValue(operand.Storage.Buffer, out var buffer)
            ? operand with { Storage = operand.Storage with { Buffer = buffer } } : operand)],
    };
}
