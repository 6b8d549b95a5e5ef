using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>
/// The threads that help a model instance with its large steps. They sleep while no call is under way; within a call they look out for the
/// next step for a short while before they sleep again. Nothing is allocated after the constructor.
/// </summary>
/// <remarks>Forgotten workers are dismissed by the finalizer.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Workers : IDisposable
{
    readonly WorkQueue _queue;
    readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many, besides the one that calls; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none to start.</exception>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var queue = _queue = new WorkQueue(count + 1);
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            // Bound to the queue, not to this object, which could not be collected otherwise.
            var thread = i + 1;
            _threads[i] = new Thread(() => queue.Work(thread)) { IsBackground = true, Name = "EdgeCompile worker" };
            _threads[i].Start();
        }
    }

    /// <summary>Dismisses the threads, should nobody have disposed of them; there is no queue if the constructor has thrown.</summary>
    ~Workers() => _queue?.Close();

    /// <summary>The threads that work on a step: these and the caller.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>Makes an instance's workers as many as it takes for this many threads, the caller's included; none for 1.</summary>
    /// <param name="workers">The instance's workers, if it has any.</param>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There would be no thread.</exception>
    public static void Set(ref Workers? workers, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == (workers?.Threads ?? 1))
            return;
        workers?.Dispose();
        workers = null;
        if (threads > 1)
            workers = new Workers(threads - 1);
    }

    /// <summary>Ends a call: the threads go to sleep at once.</summary>
    public void End() => _queue.Rest();

    /// <summary>Carries out a step, in parts on this thread and on those workers that come in time, and returns when all is done.</summary>
    /// <param name="workers">The instance's workers, if it has any.</param>
    /// <param name="work">Carries out a part.</param>
    /// <param name="step">The step's number.</param>
    /// <param name="arena">The start of the instance's arena, in native memory.</param>
    /// <param name="weights">The start of the model's weights, in native memory.</param>
    /// <param name="border">The start of the caller's span that the step reads or writes; it does not move meanwhile.</param>
    /// <param name="from">The first of the step's units that are to be done; a part is some of them.</param>
    /// <param name="to">The first after them.</param>
    /// <remarks>An exception of a part is thrown here, after all parts have ended.</remarks>
    public static void Run(Workers? workers, StepPart work, int step, ref byte arena, ref byte weights, ref byte border, int from, int to)
    {
        if (from == to)
            return;
        if (workers is null)
        {
            work(step, ref arena, ref weights, ref border, from, to);
            return;
        }
        var parts = Math.Min(to - from, Math.Min(PartsPerThread * workers.Threads, WorkQueue.MostParts));
        workers._queue.Run(work, step, ref arena, ref weights, ref border, from, to, parts);
        GC.KeepAlive(workers);
    }

    // Some more than threads, so that one that is held up leaves its share to the others.
    const int PartsPerThread = 4;

    /// <summary>Lets the threads end, and waits until they have.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var thread in _threads)
            thread.Join();
        GC.SuppressFinalize(this);
    }
}
