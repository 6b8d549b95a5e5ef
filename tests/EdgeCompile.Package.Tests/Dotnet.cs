using System.Diagnostics;

namespace EdgeCompile.Package.Tests;

/// <summary>Runs programs and keeps what they print.</summary>
static class Dotnet
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static (int Code, string Output) Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        // A build inside a build must not inherit the outer one's settings, nor leave servers behind that hold files.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} took longer than {Patience}");
        }
        return (process.ExitCode, output.Result + errors.Result);
    }

    public static string Succeed(string folder, string program, params string[] arguments)
    {
        var (code, output) = Run(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} gave {code}\n{output}");
        return output;
    }
}
