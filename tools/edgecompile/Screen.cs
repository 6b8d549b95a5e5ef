using EdgeCompile.Diagnostics;
using Spectre.Console;

namespace EdgeCompile.Tool;

/// <summary>Tables and progress: as wide as the terminal, or as they are in a file, and a spinner where someone watches.</summary>
static class Screen
{
    // Wide enough that no cell wraps in a file.
    const int FileWidth = 1000;

    public static void Print(TextWriter output, Table table)
    {
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected;
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = isTerminal ? AnsiConsole.Profile.Width : FileWidth;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table.Border(TableBorder.Simple));
        foreach (var line in text.ToString().Split('\n'))
            if (line.TrimEnd() is { Length: > 0 } kept) output.WriteLine(kept);
    }

    /// <summary>Text from a model as a cell: no markup, and nothing that a terminal would obey.</summary>
    public static string Cell(string text) => Markup.Escape(MessageText.Printable(text));

    /// <summary>A column of numbers.</summary>
    public static TableColumn Number(string heading) => new TableColumn(heading).RightAligned();

    /// <summary>Says what is going on while it does.</summary>
    public static T While<T>(TextWriter error, string what, Func<T> work)
    {
        if (error != Console.Error || Console.IsErrorRedirected) return work();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(error) });
        return console.Status().Start(Markup.Escape(what), _ => work());
    }
}
