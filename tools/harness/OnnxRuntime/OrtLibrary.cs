using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeCompile.Harness.OnnxRuntime;

/// <summary>ONNX Runtime, loaded once per process: the yardstick for numbers and speed.</summary>
static unsafe class OrtLibrary
{
    // The table of version 17 holds every slot used here; any later library still serves it.
    const uint TableVersion = 17;
    const int LogErrorsOnly = 3;

    static readonly Lazy<Loaded> library = new(Load);

    sealed record Loaded(nint Api, nint Environment, nint Memory, nint Allocator, string Version);

    public static OrtApi* Api => (OrtApi*)library.Value.Api;
    public static void* Environment => (void*)library.Value.Environment;
    /// <summary>Describes plain CPU memory, for tensors over buffers of ours.</summary>
    public static void* Memory => (void*)library.Value.Memory;
    public static void* Allocator => (void*)library.Value.Allocator;
    /// <summary>As in <c>1.30.0</c>.</summary>
    public static string Version => library.Value.Version;

    /// <summary>Turns a failed call into an exception with the library's own message.</summary>
    public static void Check(void* status) => Check(Api, status);

    static void Check(OrtApi* api, void* status)
    {
        if (status == null) return;
        var message = Marshal.PtrToStringUTF8((nint)api->GetErrorMessage(status));
        api->ReleaseStatus(status);
        throw new OrtException(message ?? "unknown error");
    }

    static Loaded Load()
    {
        var module = NativeLibrary.Load(Locate());
        var apiBase = ((delegate* unmanaged<OrtApiBase*>)NativeLibrary.GetExport(module, "OrtGetApiBase"))();
        var version = Marshal.PtrToStringUTF8((nint)apiBase->GetVersionString()) ?? "?";
        var api = apiBase->GetApi(TableVersion);
        if (api == null) throw new OrtException($"version {version} does not serve the C API of version {TableVersion}");

        void* environment, memory, allocator;
        fixed (byte* name = "edgecompile\0"u8) Check(api, api->CreateEnv(LogErrorsOnly, name, &environment));
        const int arenaAllocator = 1, defaultMemory = 0;
        Check(api, api->CreateCpuMemoryInfo(arenaAllocator, defaultMemory, &memory));
        Check(api, api->GetAllocatorWithDefaultOptions(&allocator));
        return new((nint)api, (nint)environment, (nint)memory, (nint)allocator, version);
    }

    /// <summary>The path in EDGECOMPILE_ONNXRUNTIME, else what eng/onnxruntime.sh fetches and prints.</summary>
    static string Locate()
    {
        if (System.Environment.GetEnvironmentVariable("EDGECOMPILE_ONNXRUNTIME") is { Length: > 0 } path) return path;
        var script = Path.Combine(Repository.Root, "eng", "onnxruntime.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })
            ?? throw new OrtException("bash did not start");
        var printed = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new OrtException($"{script} failed with exit code {process.ExitCode}");
    }
}

/// <summary>ONNX Runtime refused something, in its own words.</summary>
sealed class OrtException(string message) : Exception("ONNX Runtime: " + message);
