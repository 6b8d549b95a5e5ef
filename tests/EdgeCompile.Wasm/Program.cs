using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeCompile.Runtime;
using EdgeCompile.Wasm;

// The folder holds models.dll and calls.bin, and gets results.bin.
var folder = args[0];
Console.WriteLine($"{RuntimeInformation.ProcessArchitecture}, {nint.Size * 8} bits, {Rungs.Best(Enum.GetValues<Rung>())}, "
    + $"{(Vector128.IsHardwareAccelerated ? "with" : "without")} vectors");

var models = Assembly.Load(File.ReadAllBytes(Path.Combine(folder, "models.dll")));
IReadOnlyList<Call> calls;
using (var stream = File.OpenRead(Path.Combine(folder, "calls.bin"))) calls = Call.ReadAll(stream);
using (var stream = File.Create(Path.Combine(folder, "results.bin"))) Result.WriteAll(stream, [.. calls.Select(Run)]);

Result Run(Call call)
{
    try
    {
        var type = models.GetType(call.Class, throwOnError: true)!;
        var instance = Activator.CreateInstance(type)!;
        using var owned = instance as IDisposable;
        var outputs = call.OutputBytes.Select(length => new byte[length]).ToArray();
        type.GetMethod("RunRaw")!.CreateDelegate<Action<byte[][], byte[][]>>(instance)(call.Inputs, outputs);
        return new(outputs, "");
    }
    catch (Exception e)
    {
        return new([], e.ToString());
    }
}
