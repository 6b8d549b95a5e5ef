using System.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Wasm;

namespace EdgeCompile.Tests.Wasm;

/// <summary>.NET's WebAssembly runtime in Node: a machine of 32 bits that is no x86 and has vectors of 128 bits.</summary>
static class WasmRuntime
{
    static readonly TimeSpan patience = TimeSpan.FromMinutes(10);

    static readonly string? folder = Environment.GetEnvironmentVariable("EDGECOMPILE_WASM") is { Length: > 0 } set ? set : null;

    public static string? SkipReason { get; } =
        !HasNode() ? "skipped: no node" : folder is null ? "skipped: no WebAssembly runtime; eng/wasm.sh fetches it" : null;

    /// <summary>Makes the calls there; also what the program wrote, which says what machine it saw.</summary>
    public static (IReadOnlyList<Result> Results, string Said) Run(CompiledModels models, IReadOnlyList<Call> calls)
    {
        var work = Directory.CreateTempSubdirectory("edgecompile-wasm-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(work, "models.dll"), models.Image!);
            using (var stream = File.Create(Path.Combine(work, "calls.bin"))) Call.WriteAll(stream, calls);
            var said = Node(Path.Combine(AppContext.BaseDirectory, "main.mjs"), folder!, work);
            using var results = File.OpenRead(Path.Combine(work, "results.bin"));
            return (Result.ReadAll(results), said);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static string Node(params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        if (!node.WaitForExit(patience))
        {
            node.Kill(entireProcessTree: true);
            Assert.Fail($"node did not end within {patience}");
        }
        Assert.True(node.ExitCode == 0, $"node ended with {node.ExitCode}\n{output.Result}\n{error.Result}");
        return output.Result;
    }

    static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, "node")));
}

/// <summary>A fact about emitted code on WebAssembly; skipped where that cannot run.</summary>
sealed class WasmFactAttribute : FactAttribute
{
    public WasmFactAttribute() => Skip = WasmRuntime.SkipReason;
}

/// <summary>The same about models of the shared data.</summary>
sealed class SharedWasmFactAttribute : FactAttribute
{
    public SharedWasmFactAttribute() => Skip = WasmRuntime.SkipReason ?? SharedData.SkipReason;
}
