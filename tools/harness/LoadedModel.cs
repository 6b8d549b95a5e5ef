using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Harness;

/// <summary>A generated class, compiled with its test hook and loaded: the same way to run any model, on any rung.</summary>
sealed class LoadedModel : IDisposable
{
    readonly Type type;
    readonly object instance;
    readonly Action<Array[], Array[]> runRaw;
    readonly Func<Rung> getRung;
    readonly Action<Rung> setRung;
    readonly Func<int> getThreads;
    readonly Action<int> setThreads;

    /// <summary>Makes an instance of the class of that name.</summary>
    public LoadedModel(LoadedAssembly assembly, string className, IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs)
    {
        type = assembly.Assembly.GetType(className, throwOnError: true)!;
        instance = Activator.CreateInstance(type)!;
        runRaw = Method("RunRaw").CreateDelegate<Action<Array[], Array[]>>(instance);
        getRung = Method("get_ForcedRung").CreateDelegate<Func<Rung>>();
        setRung = Method("set_ForcedRung").CreateDelegate<Action<Rung>>();
        getThreads = Method("get_Threads").CreateDelegate<Func<int>>(instance);
        setThreads = Method("set_Threads").CreateDelegate<Action<int>>(instance);
        (Inputs, Outputs) = (inputs, outputs);
    }

    public IReadOnlyList<TensorType> Inputs { get; }
    public IReadOnlyList<TensorType> Outputs { get; }

    /// <summary>
    /// The rung that this class's calls use from now on; it must be one of this machine's, because generated code would use a lesser one.
    /// </summary>
    public Rung Rung
    {
        get => getRung();
        set =>
            setRung(value == Rung.Auto || Rungs.IsSupported(value) ? value : throw new PlatformNotSupportedException($"this machine has no {value}"));
    }

    /// <summary>The threads that share a call of this instance.</summary>
    public int Threads
    {
        get => getThreads();
        set => setThreads(value);
    }

    /// <summary>Stopwatch ticks of each step since they were last cleared; empty unless the class was compiled with Profile.</summary>
    public long[] StepTicks => (long[]?)type.GetProperty("StepTicks")?.GetValue(null) ?? [];

    /// <summary>One inference; outputs in the model's order.</summary>
    public IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        var call = Prepare(inputs);
        call.Run();
        return call.Outputs;
    }

    /// <summary>Binds inputs and new outputs, so that a run does nothing but call the model.</summary>
    public LoadedCall Prepare(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != Inputs.Count) throw new ArgumentException($"{type.Name} has {Inputs.Count} inputs, {inputs.Count} were given");
        for (var i = 0; i < inputs.Count; i++)
            if (inputs[i].Element != Inputs[i].Element || !inputs[i].Shape.Equals(Inputs[i].Shape))
                throw new ArgumentException($"input {i} of {type.Name} is {Inputs[i]}, {inputs[i].Type} was given");
        return new(runRaw, inputs, [.. Outputs.Select(output => new Tensor(output.Element, output.Shape))]);
    }

    public void Dispose() => (instance as IDisposable)?.Dispose();

    System.Reflection.MethodInfo Method(string name) => type.GetMethod(name)
        ?? throw new MissingMethodException($"{type.Name} has no {name}; was it compiled with {nameof(CompileOptions)}.{nameof(CompileOptions.TestHook)}?");
}

/// <summary>A model's run with its tensors bound.</summary>
sealed class LoadedCall(Action<Array[], Array[]> runRaw, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs)
{
    readonly Array[] inputArrays = [.. inputs.Select(ArrayOf)];
    readonly Array[] outputArrays = [.. outputs.Select(ArrayOf)];

    /// <summary>What the last run wrote.</summary>
    public IReadOnlyList<Tensor> Outputs { get; } = outputs;

    public void Run()
    {
        runRaw(inputArrays, outputArrays);
        for (var i = 0; i < outputArrays.Length; i++)
            if (Outputs[i].Element.IsPacked()) PackedElements.Unpack((byte[])outputArrays[i], Outputs[i]);
    }

    static Array ArrayOf(Tensor tensor) => tensor.Element == ElementType.String ? tensor.Strings
        : tensor.Element.IsPacked() ? PackedElements.Pack(tensor)
        : tensor.Bytes;
}
