using System.Runtime.ExceptionServices;

namespace EdgeCompile.Runtime;

/// <summary>
/// The parts of one step, in a band of neighbouring ones for each thread, so that a thread finds in its caches what it made in the steps
/// before. A band has a ticket: the step's serial number, the first part that is left and the end of those. A thread takes its own parts from
/// the first on, then others' from the last back. Whoever changes the ticket has the part, and the fields that describe the step cannot change
/// before it is done.
/// </summary>
/// <param name="threads">All that take parts: number 0 is the caller.</param>
sealed unsafe class WorkQueue(int threads)
{
    // Some ten microseconds together; the next step of a call mostly comes within them.
    const int Looks = 2000, PausesPerLook = 1;
    const int PartBits = 16;

    // Tickets on cache lines of their own, in pairs of which processors fetch them.
    const int Apart = 128 / sizeof(long);

    /// <summary>More parts than this have no place on a ticket.</summary>
    public const int MostParts = (1 << PartBits) - 1;

    readonly object _bell = new();
    readonly long[] _tickets = new long[(threads + 1) * Apart];
    int _serial, _remaining, _sleepers;
    bool _callerSleeps, _near, _closed;

    StepPart? _work;
    int _step, _from, _units, _parts;
    nint _arena, _weights, _border;
    ExceptionDispatchInfo? _fault;

    /// <summary>Sends them to sleep.</summary>
    public void Rest() => Volatile.Write(ref _near, false);

    /// <summary>Ends the threads.</summary>
    public void Close()
    {
        lock (_bell)
        {
            _closed = true;
            Monitor.PulseAll(_bell);
        }
    }

    /// <summary>Carries out a step, together with the workers that come in time.</summary>
    public void Run(StepPart work, int step, ref byte arena, ref byte weights, ref byte border, int from, int to, int parts)
    {
        fixed (byte* first = &arena, second = &weights, third = &border)
            Run(work, step, (nint)first, (nint)second, (nint)third, from, to, parts);
    }

    void Run(StepPart work, int step, nint arena, nint weights, nint border, int from, int to, int parts)
    {
        (_work, _step, _from, _units, _parts, _remaining) = (work, step, from, to - from, parts, parts);
        (_arena, _weights, _border) = (arena, weights, border);
        if (!_near)
            Volatile.Write(ref _near, true);
        var serial = _serial + 1;
        for (var band = 0; band < threads; band++)
            Volatile.Write(ref Ticket(band), ((long)serial << (2 * PartBits)) | ((long)band * parts / threads << PartBits) | ((band + 1L) * parts / threads));
        // A full fence: either a worker that is about to sleep sees the step, or it is seen among the sleepers.
        Interlocked.Exchange(ref _serial, serial);
        if (Volatile.Read(ref _sleepers) > 0)
            lock (_bell)
                Monitor.PulseAll(_bell);
        TakeParts(0);
        AwaitOthers();
        if (_fault is { } fault)
        {
            _fault = null;
            fault.Throw();
        }
    }

    /// <summary>The life of a worker.</summary>
    /// <param name="thread">Its number, from 1 on.</param>
    public void Work(int thread)
    {
        var seen = 0;
        while (Next(ref seen))
            TakeParts(thread);
    }

    ref long Ticket(int band) => ref _tickets[(band + 1) * Apart];

    /// <summary>Carries out parts of the step at hand until none is left.</summary>
    void TakeParts(int thread)
    {
        for (var i = 0; i < threads; i++)
            TakeParts(ref Ticket((thread + i) % threads), isOwn: i == 0);
    }

    void TakeParts(ref long band, bool isOwn)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref band);
            var (first, end) = (ticket >> PartBits & MostParts, ticket & MostParts);
            if (first == end)
                return;
            var (work, step, from, units, parts) = (_work!, _step, _from, (long)_units, _parts);
            var (arena, weights, border) = (_arena, _weights, _border);
            if (Interlocked.CompareExchange(ref band, isOwn ? ticket + (1L << PartBits) : ticket - 1, ticket) != ticket)
                continue;
            var part = isOwn ? first : end - 1;
            try
            {
                work(step, ref *(byte*)arena, ref *(byte*)weights, ref *(byte*)border, from + (int)(part * units / parts),
                    from + (int)((part + 1) * units / parts));
            }
            catch (Exception e)
            {
                Volatile.Write(ref _fault, ExceptionDispatchInfo.Capture(e));
            }
            if (Interlocked.Decrement(ref _remaining) > 0 || !Volatile.Read(ref _callerSleeps))
                continue;
            lock (_bell)
                Monitor.PulseAll(_bell);
        }
    }

    /// <summary>Waits until the parts that workers have taken are done.</summary>
    void AwaitOthers()
    {
        for (var i = 0; i < Looks && Volatile.Read(ref _remaining) > 0; i++)
            Thread.SpinWait(PausesPerLook);
        if (Volatile.Read(ref _remaining) == 0)
            return;
        lock (_bell)
        {
            _callerSleeps = true;
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _remaining) > 0)
                Monitor.Wait(_bell);
            _callerSleeps = false;
        }
    }

    /// <summary>Waits for a step that was not seen before; false when the queue is closed.</summary>
    bool Next(ref int seen)
    {
        for (var i = 0; i < Looks && Volatile.Read(ref _near); i++)
        {
            if (IsNew(ref seen))
                return true;
            Thread.SpinWait(PausesPerLook);
        }
        lock (_bell)
        {
            Interlocked.Increment(ref _sleepers);
            while (!_closed && !IsNew(ref seen))
                Monitor.Wait(_bell);
            Interlocked.Decrement(ref _sleepers);
            return !_closed;
        }
    }

    bool IsNew(ref int seen)
    {
        var serial = Volatile.Read(ref _serial);
        var isNew = serial != seen;
        seen = serial;
        return isNew;
    }
}
