using System.Runtime.InteropServices;
using System.Text;
using EdgeCompile.Ir;

namespace EdgeCompile.Harness.OnnxRuntime;

/// <summary>How far ONNX Runtime rewrites a graph before it runs it, numbered as its GraphOptimizationLevel.</summary>
enum OrtOptimization { None = 0, Basic = 1, Extended = 2, All = 99 }

/// <summary>An input or output of a session; a dimension that is not fixed is -1.</summary>
sealed record OrtPort(string Name, ElementType Element, IReadOnlyList<long> Dimensions);

/// <summary>A model loaded by ONNX Runtime.</summary>
sealed unsafe class OrtSession : IDisposable
{
    void* session;

    /// <summary>Loads a model file; external data is looked for beside it.</summary>
    public OrtSession(string path, int threads = 1, OrtOptimization optimization = OrtOptimization.All)
    {
        void* created;
        using var options = new Options(threads, optimization);
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            OrtLibrary.Check(OrtLibrary.Api->CreateSession(OrtLibrary.Environment, name, options.Handle, &created));
        session = created;
        (Inputs, Outputs) = (ReadInputs(), ReadOutputs());
    }

    /// <summary>Loads a model from memory.</summary>
    public OrtSession(ReadOnlySpan<byte> model, int threads = 1, OrtOptimization optimization = OrtOptimization.All)
    {
        void* created;
        using var options = new Options(threads, optimization);
        fixed (byte* data = model)
            OrtLibrary.Check(OrtLibrary.Api->CreateSessionFromArray(OrtLibrary.Environment, data, (nuint)model.Length, options.Handle, &created));
        session = created;
        (Inputs, Outputs) = (ReadInputs(), ReadOutputs());
    }

    public IReadOnlyList<OrtPort> Inputs { get; }
    public IReadOnlyList<OrtPort> Outputs { get; }
    public void* Handle => session != null ? session : throw new ObjectDisposedException(nameof(OrtSession));

    /// <summary>Runs once; ONNX Runtime allocates the outputs, whose shapes may depend on the data.</summary>
    public IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        using var bound = new OrtCall(this, inputs, outputs: null);
        bound.Run();
        return bound.ReadOutputs();
    }

    /// <summary>Binds inputs and outputs to aligned memory for many runs; runs once to learn the outputs' shapes.</summary>
    public OrtCall Prepare(IReadOnlyList<Tensor> inputs) => new(this, inputs, [.. Run(inputs).Select(output => output.Type)]);

    IReadOnlyList<OrtPort> ReadInputs()
    {
        nuint count;
        OrtLibrary.Check(OrtLibrary.Api->SessionGetInputCount(session, &count));
        return [.. Enumerable.Range(0, (int)count).Select(i => ReadPort((nuint)i, OrtLibrary.Api->SessionGetInputName,
            OrtLibrary.Api->SessionGetInputTypeInfo))];
    }

    IReadOnlyList<OrtPort> ReadOutputs()
    {
        nuint count;
        OrtLibrary.Check(OrtLibrary.Api->SessionGetOutputCount(session, &count));
        return [.. Enumerable.Range(0, (int)count).Select(i => ReadPort((nuint)i, OrtLibrary.Api->SessionGetOutputName,
            OrtLibrary.Api->SessionGetOutputTypeInfo))];
    }

    OrtPort ReadPort(nuint index, delegate* unmanaged<void*, nuint, void*, byte**, void*> getName, delegate* unmanaged<void*, nuint, void**,
        void*> getType)
    {
        var api = OrtLibrary.Api;
        byte* text;
        OrtLibrary.Check(getName(session, index, OrtLibrary.Allocator, &text));
        var name = Marshal.PtrToStringUTF8((nint)text)!;
        OrtLibrary.Check(api->AllocatorFree(OrtLibrary.Allocator, text));

        void* type, tensor;
        OrtLibrary.Check(getType(session, index, &type));
        try
        {
            OrtLibrary.Check(api->CastTypeInfoToTensorInfo(type, &tensor));
            return tensor == null ? new(name, ElementType.Undefined, []) : new(name, ElementOf(tensor), DimensionsOf(tensor));
        }
        finally { api->ReleaseTypeInfo(type); }
    }

    // ONNX Runtime numbers element types as TensorProto.DataType does, and so does ElementType.
    public static ElementType ElementOf(void* tensorInfo)
    {
        int element;
        OrtLibrary.Check(OrtLibrary.Api->GetTensorElementType(tensorInfo, &element));
        return (ElementType)element;
    }

    public static long[] DimensionsOf(void* tensorInfo)
    {
        nuint rank;
        OrtLibrary.Check(OrtLibrary.Api->GetDimensionsCount(tensorInfo, &rank));
        var dimensions = new long[rank];
        fixed (long* first = dimensions) OrtLibrary.Check(OrtLibrary.Api->GetDimensions(tensorInfo, first, rank));
        return dimensions;
    }

    public void Dispose()
    {
        if (session != null) OrtLibrary.Api->ReleaseSession(session);
        session = null;
    }

    /// <summary>Session options for the time of one load.</summary>
    readonly ref struct Options
    {
        public Options(int threads, OrtOptimization optimization)
        {
            void* created;
            OrtLibrary.Check(OrtLibrary.Api->CreateSessionOptions(&created));
            Handle = created;
            OrtLibrary.Check(OrtLibrary.Api->SetIntraOpNumThreads(created, threads));
            OrtLibrary.Check(OrtLibrary.Api->SetSessionGraphOptimizationLevel(created, (int)optimization));
        }

        public void* Handle { get; }
        public void Dispose() => OrtLibrary.Api->ReleaseSessionOptions(Handle);
    }
}
