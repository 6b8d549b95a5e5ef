using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Planning;

/// <summary>
/// Joins definitions so that intermediate tensors never reach memory: a producer is written into its only reader's loads, and
/// element-wise work goes into the finish of a reduction or the epilogue of a kernel.
/// </summary>
static class Fusion
{
    /// <summary>Beyond this many parts an expression spills registers and costs more than the memory it saves.</summary>
    const int LargestExpression = 160;

    public static void Run(LoweredGraph lowered)
    {
        lowered.RemoveDead();
        foreach (var definition in lowered.Definitions.ToArray()) InlineProducers(lowered, definition);
        foreach (var definition in lowered.Definitions.ToArray()) JoinProducer(lowered, definition);
    }

    /// <summary>Writes element-wise producers into the loads of a nest, as long as no element is computed more than once.</summary>
    static void InlineProducers(LoweredGraph lowered, Definition consumer)
    {
        while (consumer.How is LoopNest nest && Inlinable(lowered, consumer, nest) is { } producer)
        {
            var inner = (LoopNest)producer.How;
            lowered.Fuse(producer, consumer, nest with { Body = Inline(nest.Body, inner),
                Finish = nest.Finish is null ? null : Inline(nest.Finish, inner) });
        }
    }

    static Definition? Inlinable(LoweredGraph lowered, Definition consumer, LoopNest nest) => nest.Reduction is { SkipOutside: true } ? null :
        nest.Loads().Where(load => load.Outside is null).Select(load => lowered[load.Source]).FirstOrDefault(producer =>
            producer is { How: LoopNest { Reduction: null, Origin: null } inner }
            && !lowered.IsOutput(inner.Output)
            && lowered.UsersOf(inner.Output) is [var only] && only == consumer
            && nest.Loads().Where(load => load.Source == inner.Output).ToArray() is var loads && loads.All(load => load.Outside is null)
            && (nest.Iterations * loads.Length <= inner.Output.Shape.Count || inner.Body is Expr.Load)
            && nest.Body.Parts().Count() + loads.Length * inner.Body.Parts().Count() <= LargestExpression);

    static Expr Inline(Expr body, LoopNest producer) => body.Substitute(part => part is Expr.Load load && load.Source == producer.Output
        ? producer.Body.Substitute(inner => inner is Expr.Index index ? Inline(load.Indices[index.Axis], producer) : null)
        : null);

    /// <summary>Gives a nest that maps another's result element by element to that reduction's finish or that kernel's epilogue.</summary>
    static void JoinProducer(LoweredGraph lowered, Definition consumer)
    {
        if (consumer.How is not LoopNest { Reduction: null, Origin: null } nest) return;
        var producer = nest.Loads().Select(load => lowered[load.Source])
            .Where(candidate => candidate is not null && CanFinish(lowered, candidate, consumer, nest))
            .OrderBy(candidate => lowered.Definitions.IndexOf(candidate!)).LastOrDefault();
        if (producer is null) return;

        var result = producer.Outputs[0];
        var expression = nest.Body.Substitute(part => part is Expr.Load load && load.Source == result ? new Expr.Accumulator(result.Element) : null);
        if (producer.How is LoopNest reduction)
        {
            var finish = reduction.Finish is { } earlier ? expression.Substitute(part => part is Expr.Accumulator ? earlier : null) : expression;
            lowered.Fuse(producer, consumer, reduction with { Output = nest.Output, Finish = finish });
        }
        else
        {
            ((KernelNode)producer.How).Kernel.Take(new Epilogue(expression, nest.Output, consumer.Nodes));
            lowered.Fuse(producer, consumer, producer.How);
        }
    }

    static bool CanFinish(LoweredGraph lowered, Definition producer, Definition consumer, LoopNest nest)
    {
        if (producer.Outputs is not [var result] || lowered.IsOutput(result) || lowered.UsersOf(result) is not [var only]
            || only != consumer) return false;
        if (!nest.Extents.Equals(result.Shape.Sizes.ToEquatableArray())) return false;
        if (!nest.Loads().Where(load => load.Source == result).All(load => load.IsIdentity)) return false;
        return producer.How switch
        {
            LoopNest { Reduction: not null, Origin: null } reduction =>
                reduction.Body.Parts().Count() + nest.Body.Parts().Count() <= LargestExpression,
            KernelNode { Kernel: { TakesEpilogue: true, Epilogue: null } } =>
                nest.Body.Parts().Count() <= LargestExpression
                && (result.Element == ElementType.Int32 || (nest.Output.Element == ElementType.Float32 && IsFloatOnly(nest.Body))),
            _ => false,
        };
    }

    static bool IsFloatOnly(Expr body) =>
        body.Loads().All(load => load.Source.Element == ElementType.Float32 && load.Indices.All(index => !index.Loads().Any()));
}
