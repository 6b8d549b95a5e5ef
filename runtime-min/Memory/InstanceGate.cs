using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>Lets one run at a time into a model instance, and none after it is closed. Detects misuse, does not wait, allocates nothing.</summary>
/// <remarks>A mutable struct: keep it in a field that is not readonly.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct InstanceGate
{
    const int Idle = 0, Running = 1, Closed = 2;

    int state;

    /// <summary>Begins a run; <see cref="Leave"/> must follow in a finally block.</summary>
    /// <param name="model">The model class, for the message.</param>
    /// <exception cref="InvalidOperationException">Another run is under way in this instance.</exception>
    /// <exception cref="ObjectDisposedException">The instance is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(string model)
    {
        var found = Interlocked.CompareExchange(ref state, Running, Idle);
        if (found != Idle)
            Refuse(model, found);
    }

    /// <summary>Ends the run, and keeps the instance that holds this gate reachable until here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref state, Idle);

    /// <summary>Closes the gate for good; true at the first call.</summary>
    /// <param name="model">The model class, for the message.</param>
    /// <exception cref="InvalidOperationException">A run is under way in this instance.</exception>
    public bool Close(string model)
    {
        var found = Interlocked.CompareExchange(ref state, Closed, Idle);
        if (found == Running)
            Refuse(model, found);
        return found == Idle;
    }

    static void Refuse(string model, int found)
    {
        if (found == Closed)
            throw new ObjectDisposedException(model);
        throw new InvalidOperationException(
            $"Two threads use one instance of {model} at a time: make one instance per thread, or call the static {model}.Predict.");
    }
}
