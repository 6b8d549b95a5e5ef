using System.Globalization;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Documentation;

public class OperatorsTests
{
    /// <summary>docs/operators.md lists the rows of the ONNX table.</summary>
    [Fact]
    public void ThePageListsEveryOperator()
    {
        var rows = OpTable.Rows.Select(row => (row.Domain, row.Name)).Distinct()
            .OrderBy(row => row.Domain, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)
            .Select(row => $"| {(row.Domain.Length == 0 ? "ai.onnx" : row.Domain)} | {row.Name} | {Versions(row.Domain, row.Name)} |");
        var table = string.Join('\n', ["| domain | operator | opset versions |", "|---|---|---|", .. rows]);
        new Page("docs/operators.md").IsMadeOf(("operators", table));
    }

    static string Versions(string domain, string name) =>
        string.Join(", ", OpTable.Operators.Versions(domain, name).Select(version => version.ToString(CultureInfo.InvariantCulture)));
}
