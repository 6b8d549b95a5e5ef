using System.CommandLine;
using System.Globalization;
using EdgeCompile.Ops;
using Spectre.Console;

namespace EdgeCompile.Tool;

/// <summary>The operators that are understood, with the opset versions from which their definitions hold.</summary>
static class OpsCommand
{
    public static Command Create()
    {
        var command = new Command("ops", "Lists the operators that are supported.");
        command.SetAction(arguments => Print(arguments.InvocationConfiguration.Output));
        return command;
    }

    static void Print(TextWriter output)
    {
        var operators = OpTable.Rows.Select(row => (row.Domain, row.Name)).Distinct()
            .OrderBy(op => op.Domain, StringComparer.Ordinal).ThenBy(op => op.Name, StringComparer.Ordinal).ToList();
        var table = new Table().AddColumns("domain", "operator", "since opset");
        foreach (var (domain, name) in operators)
            table.AddRow(domain.Length == 0 ? "ai.onnx" : domain, name,
                string.Join(", ", OpTable.Operators.Versions(domain, name).Select(since => since.ToString(CultureInfo.InvariantCulture))));
        Screen.Print(output, table);
        output.WriteLine(FormattableString.Invariant($"{operators.Count} operators"));
    }
}
