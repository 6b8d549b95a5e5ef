// The same calls through ONNX Runtime's C API, and nothing beside it: OnnxRuntime LIBRARY MODEL.
using System.Runtime.InteropServices;
using System.Text;
using EdgeCompile.Harness.OnnxRuntime;

unsafe
{
    const int errorsOnly = 3, arenaAllocator = 1, defaultMemory = 0, floats = 1;
    var (images, output) = (new float[3 * 416 * 416], new float[3549 * 85]);
    Array.Fill(images, 114f);

    var apiBase = ((delegate* unmanaged<OrtApiBase*>)NativeLibrary.GetExport(NativeLibrary.Load(args[0]), "OrtGetApiBase"))();
    var api = apiBase->GetApi(17);
    void* environment, options, session, memory, input, result;
    long* inputShape = stackalloc long[] { 1, 3, 416, 416 }, outputShape = stackalloc long[] { 1, 3549, 85 };
    fixed (byte* name = "footprint\0"u8, path = Encoding.UTF8.GetBytes(args[1] + '\0'), inputName = "images\0"u8, outputName = "output\0"u8)
    fixed (float* from = images, to = output)
    {
        Check(api->CreateEnv(errorsOnly, name, &environment));
        Check(api->CreateSessionOptions(&options));
        Check(api->SetIntraOpNumThreads(options, 1));
        Check(api->CreateSession(environment, path, options, &session));
        Check(api->CreateCpuMemoryInfo(arenaAllocator, defaultMemory, &memory));
        Check(api->CreateTensorWithDataAsOrtValue(memory, from, (nuint)images.Length * sizeof(float), inputShape, 4, floats, &input));
        Check(api->CreateTensorWithDataAsOrtValue(memory, to, (nuint)output.Length * sizeof(float), outputShape, 3, floats, &result));
        for (var call = 0; call < 10; call++) Check(api->Run(session, null, &inputName, &input, 1, &outputName, 1, &result));
    }
    Console.WriteLine(output.Sum(Math.Abs) > 0);

    void Check(void* status)
    {
        if (status != null) throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)api->GetErrorMessage(status)));
    }
}
