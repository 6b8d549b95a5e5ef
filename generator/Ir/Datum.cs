using EdgeCompile.Support;

namespace EdgeCompile.Ir;

/// <summary>What a value holds when a graph is evaluated: a tensor, a sequence, or an optional.</summary>
abstract class Datum;

/// <summary>An ordered list of data of one type.</summary>
sealed class SequenceDatum(IReadOnlyList<Datum> items) : Datum
{
    public IReadOnlyList<Datum> Items { get; } = items;
}

/// <summary>A datum, or none.</summary>
sealed class OptionalDatum(Datum? item) : Datum
{
    public Datum? Item { get; } = item;
}
