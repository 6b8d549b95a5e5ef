using System.Runtime.InteropServices;
using EdgeCompile.Ir;

namespace EdgeCompile.Harness.OnnxRuntime;

/// <summary>One call of a session with its tensors bound: <see cref="Run"/> itself does nothing but enter ONNX Runtime.</summary>
sealed unsafe class OrtCall : IDisposable
{
    readonly OrtSession session;
    readonly List<AlignedBuffer> buffers = [];
    readonly byte** inputNames, outputNames;
    readonly void** inputs, outputs;
    readonly nuint inputCount, outputCount;
    readonly bool outputsAreOurs;

    /// <summary>Binds inputs in the session's order; where <paramref name="outputs"/> is null, ONNX Runtime allocates them in every run.</summary>
    public OrtCall(OrtSession session, IReadOnlyList<Tensor> inputs, IReadOnlyList<TensorType>? outputs)
    {
        if (inputs.Count > session.Inputs.Count) throw new ArgumentException($"the model has {session.Inputs.Count} inputs, {inputs.Count} were given");
        this.session = session;
        (inputCount, outputCount) = ((nuint)inputs.Count, (nuint)session.Outputs.Count);
        inputNames = NamesOf(session.Inputs);
        outputNames = NamesOf(session.Outputs);
        this.inputs = Pointers(session.Inputs.Count);
        this.outputs = Pointers(session.Outputs.Count);
        outputsAreOurs = outputs is not null;
        for (var i = 0; i < inputs.Count; i++)
        {
            this.inputs[i] = Bind(inputs[i].Type, out var buffer);
            inputs[i].Bytes.CopyTo(buffer.Span);
        }
        for (var i = 0; i < (outputs?.Count ?? 0); i++) this.outputs[i] = Bind(outputs![i], out _);
    }

    public void Run()
    {
        if (!outputsAreOurs) ReleaseOutputs();
        OrtLibrary.Check(OrtLibrary.Api->Run(session.Handle, null, inputNames, inputs, inputCount, outputNames, outputCount, outputs));
    }

    /// <summary>Copies of what the last run wrote.</summary>
    public IReadOnlyList<Tensor> ReadOutputs() => [.. Enumerable.Range(0, (int)outputCount).Select(i => Read(session.Outputs[i].Name, outputs[i]))];

    static Tensor Read(string name, void* value)
    {
        var api = OrtLibrary.Api;
        const int tensorValue = 1;
        int kind;
        OrtLibrary.Check(api->GetValueType(value, &kind));
        if (kind != tensorValue) throw new NotSupportedException($"output '{name}' is not a tensor; only tensors are read from ONNX Runtime");

        void* info, data;
        OrtLibrary.Check(api->GetTensorTypeAndShape(value, &info));
        try
        {
            var element = OrtSession.ElementOf(info);
            if (element == ElementType.String) throw new NotSupportedException($"output '{name}' holds strings, which are not read from ONNX Runtime");
            var shape = new Shape(OrtSession.DimensionsOf(info).Select(size => checked((int)size)));
            OrtLibrary.Check(api->GetTensorMutableData(value, &data));
            return new(element, shape, new ReadOnlySpan<byte>(data, checked(shape.Count * element.Size())).ToArray());
        }
        finally { api->ReleaseTensorTypeAndShapeInfo(info); }
    }

    void* Bind(TensorType type, out AlignedBuffer buffer)
    {
        if (type.Element.Size() == 0 || type.Element.StoredBits() != 8 * type.Element.Size())
            throw new NotSupportedException($"{type.Element.Text()} tensors are not passed to ONNX Runtime");
        buffer = new AlignedBuffer(checked((int)type.Bytes));
        buffers.Add(buffer);
        var sizes = Array.ConvertAll(type.Shape.Sizes, size => (long)size);
        void* value;
        fixed (long* shape = sizes)
            OrtLibrary.Check(OrtLibrary.Api->CreateTensorWithDataAsOrtValue(
                OrtLibrary.Memory, buffer.Pointer, (nuint)buffer.Length, shape, (nuint)sizes.Length, (int)type.Element, &value));
        return value;
    }

    byte** NamesOf(IReadOnlyList<OrtPort> ports)
    {
        var names = (byte**)Pointers(ports.Count);
        for (var i = 0; i < ports.Count; i++) names[i] = (byte*)Marshal.StringToCoTaskMemUTF8(ports[i].Name);
        return names;
    }

    static void** Pointers(int count) => (void**)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(void*));

    void ReleaseOutputs()
    {
        for (nuint i = 0; i < outputCount; i++)
        {
            if (outputs[i] != null) OrtLibrary.Api->ReleaseValue(outputs[i]);
            outputs[i] = null;
        }
    }

    public void Dispose()
    {
        ReleaseOutputs();
        for (nuint i = 0; i < inputCount; i++) OrtLibrary.Api->ReleaseValue(inputs[i]);
        for (var i = 0; i < session.Inputs.Count; i++) Marshal.FreeCoTaskMem((nint)inputNames[i]);
        for (var i = 0; i < session.Outputs.Count; i++) Marshal.FreeCoTaskMem((nint)outputNames[i]);
        NativeMemory.Free(inputNames);
        NativeMemory.Free(outputNames);
        NativeMemory.Free(inputs);
        NativeMemory.Free(outputs);
        foreach (var buffer in buffers) buffer.Dispose();
    }
}
