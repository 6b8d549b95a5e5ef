using EdgeCompile.Runtime;

namespace EdgeCompile.Runtime.Tests.Threading;

/// <summary>Workers carry out each part once, tell of faults, sleep between calls and end when they are disposed of.</summary>
public sealed unsafe class WorkersTests : IDisposable
{
    const int MostUnits = 1000;

    // Counts by step and unit, in native memory as an arena is.
    readonly Arena counts = new(sizeof(int) * MostUnits);
    readonly Arena weights = new(1);

    public void Dispose()
    {
        counts.Dispose();
        weights.Dispose();
    }

    static void Count(int step, ref byte arena, ref byte weights, ref byte border, int from, int to)
    {
        for (var unit = from; unit < to; unit++)
            fixed (byte* start = &arena)
                Interlocked.Increment(ref ((int*)start)[unit]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(0)]
    public void EachUnitIsDoneOnce(int count)
    {
        using var workers = count == 0 ? null : new Workers(count);
        Assert.Equal(count + 1, workers?.Threads ?? 1);
        var done = new Span<int>(Pointer(ref counts.Root), MostUnits);
        foreach (var (from, to) in new[] { (0, 1), (0, 2), (0, 7), (0, MostUnits), (0, 3), (5, 64), (9, 9), (990, MostUnits) })
            for (var turn = 0; turn < 200; turn++)
            {
                done.Clear();
                Workers.Run(workers, Count, 0, ref counts.Root, ref weights.Root, ref weights.Root, from, to);
                for (var unit = 0; unit < MostUnits; unit++) Assert.Equal(unit >= from && unit < to ? 1 : 0, done[unit]);
                if (turn % 50 == 0) workers?.End();
            }
    }

    [Fact]
    public void AThreadBeginsAtTheSamePlaceInEveryStep()
    {
        using var workers = new Workers(1);
        using var bothHavePart = new Barrier(2);
        var caller = Environment.CurrentManagedThreadId;
        for (var turn = 0; turn < 20; turn++)
        {
            var (first, isFirst) = (new int[2], new[] { true, true });
            Workers.Run(workers, (int _, ref byte _, ref byte _, ref byte _, int from, int _) =>
            {
                var thread = Environment.CurrentManagedThreadId == caller ? 0 : 1;
                if (!isFirst[thread]) return;
                (first[thread], isFirst[thread]) = (from, false);
                bothHavePart.SignalAndWait();
            }, 0, ref counts.Root, ref weights.Root, ref weights.Root, 0, 100);
            Assert.Equal([0, 50], first);
        }
    }

    [Fact]
    public void TheCallersSpanDoesNotMoveMeanwhile()
    {
        using var workers = new Workers(2);
        var span = new byte[1 << 10];
        for (var turn = 0; turn < 20; turn++)
        {
            Workers.Run(workers, static (int _, ref byte _, ref byte _, ref byte border, int unit, int _) =>
            {
                GC.Collect(0);
                System.Runtime.CompilerServices.Unsafe.Add(ref border, unit)++;
            }, 0, ref counts.Root, ref weights.Root, ref span[0], 0, 8);
            Assert.All(span[..8], value => Assert.Equal(turn + 1, value));
            span = [.. span];
        }
    }

    [Fact]
    public void AFaultIsThrownToTheCallerAfterAllPartsHaveEnded()
    {
        using var workers = new Workers(2);
        var thrown = Assert.Throws<NotSupportedException>(() => Workers.Run(workers,
            static (int _, ref byte arena, ref byte _, ref byte _, int unit, int _) =>
        {
            if (unit == 3) throw new NotSupportedException("unit 3");
            Interlocked.Increment(ref System.Runtime.CompilerServices.Unsafe.As<byte, int>(ref arena));
        }, 0, ref counts.Root, ref weights.Root, ref weights.Root, 0, 8));
        Assert.Equal("unit 3", thrown.Message);
        Assert.Equal(7, new Span<int>(Pointer(ref counts.Root), 1)[0]);
        Workers.Run(workers, Count, 5, ref counts.Root, ref weights.Root, ref weights.Root, 0, 5);
    }

    [Fact]
    public void ACallAllocatesNothing()
    {
        using var workers = new Workers(2);
        StepPart work = Count;
        Workers.Run(workers, work, 9, ref counts.Root, ref weights.Root, ref weights.Root, 0, 9);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 100; turn++) Workers.Run(workers, work, 9, ref counts.Root, ref weights.Root, ref weights.Root, 0, 9);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AsManyAsAskedFor()
    {
        Workers? workers = null;
        Workers.Set(ref workers, 1);
        Assert.Null(workers);
        Workers.Set(ref workers, 3);
        Assert.Equal(3, workers!.Threads);
        var same = workers;
        Workers.Set(ref workers, 3);
        Assert.Same(same, workers);
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Set(ref workers, 0));
        Workers.Set(ref workers, 1);
        Assert.Null(workers);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(0));
    }

    static void* Pointer(ref byte root) => System.Runtime.CompilerServices.Unsafe.AsPointer(ref root);
}
