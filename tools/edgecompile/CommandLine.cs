using System.CommandLine;
using System.CommandLine.Invocation;

namespace EdgeCompile.Tool;

/// <summary>The command <c>edgecompile</c>: what can be known of a model before a project uses it.</summary>
static class CommandLine
{
    /// <summary>All went well.</summary>
    public const int Success = 0;
    /// <summary>The model computes something else than its test data say.</summary>
    public const int Miss = 1;
    /// <summary>Wrong usage, an unreadable file, or a model that cannot be compiled.</summary>
    public const int Refused = 2;

    /// <summary>Results go to <paramref name="output"/>; diagnostics and progress to <paramref name="error"/>.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Compiles ONNX models to C#: checks, writes and explains what becomes of them.")
        {
            VerifyCommand.Create(), EmitCommand.Create(), AnalyzeCommand.Create(), OpsCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        try
        {
            var code = parsed.Invoke(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            return parsed.Action is ParseErrorAction ? Refused : code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or PlatformNotSupportedException)
        {
            error.WriteLine($"error: {e.Message}");
            return Refused;
        }
    }
}
