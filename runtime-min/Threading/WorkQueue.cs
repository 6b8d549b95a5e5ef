using System.Runtime.ExceptionServices;

namespace EdgeCompile.Runtime;

/// <summary>
/// The parts of one step, handed out by a ticket: the step's serial number, how many parts it has, and the next of them. Whoever moves the
/// ticket on has that part, and the fields that describe the step cannot change before it is done.
/// </summary>
sealed unsafe class WorkQueue
{
    // Some ten microseconds together; the next step of a call mostly comes within them.
    const int Looks = 2000, PausesPerLook = 1;
    const int PartBits = 16;

    /// <summary>More parts than this have no place on a ticket.</summary>
    public const int MostParts = (1 << PartBits) - 1;

    readonly object _bell = new();
    long _ticket;
    int _remaining, _sleepers;
    bool _callerSleeps, _near, _closed;

    StepPart? _work;
    int _step, _units;
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
    public void Run(StepPart work, int step, ref byte arena, ref byte weights, ref byte border, int units, int parts)
    {
        fixed (byte* first = &arena, second = &weights, third = &border)
            Run(work, step, (nint)first, (nint)second, (nint)third, units, parts);
    }

    void Run(StepPart work, int step, nint arena, nint weights, nint border, int units, int parts)
    {
        (_work, _step, _units, _remaining) = (work, step, units, parts);
        (_arena, _weights, _border) = (arena, weights, border);
        if (!_near)
            Volatile.Write(ref _near, true);
        // A full fence: either a worker that is about to sleep sees the ticket, or it is seen among the sleepers.
        Interlocked.Exchange(ref _ticket, (((_ticket >> 32) + 1) << 32) | ((long)parts << PartBits));
        if (Volatile.Read(ref _sleepers) > 0)
            lock (_bell)
                Monitor.PulseAll(_bell);
        TakeParts();
        AwaitOthers();
        if (_fault is { } fault)
        {
            _fault = null;
            fault.Throw();
        }
    }

    /// <summary>A worker's life.</summary>
    public void Work()
    {
        long seen = 0;
        while (Next(ref seen))
            TakeParts();
    }

    /// <summary>Carries out parts of the step at hand until none is left.</summary>
    void TakeParts()
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var (part, parts) = (ticket & MostParts, ticket >> PartBits & MostParts);
            if (part == parts)
                return;
            var (work, step, units, arena, weights, border) = (_work!, _step, (long)_units, _arena, _weights, _border);
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
                continue;
            try
            {
                work(step, ref *(byte*)arena, ref *(byte*)weights, ref *(byte*)border, (int)(part * units / parts), (int)((part + 1) * units / parts));
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

    /// <summary>Waits for a ticket that was not seen before; false when the queue is closed.</summary>
    bool Next(ref long seen)
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

    bool IsNew(ref long seen)
    {
        var serial = Volatile.Read(ref _ticket) >> 32;
        var isNew = serial != seen;
        seen = serial;
        return isNew;
    }
}
