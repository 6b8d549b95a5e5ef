using System.Globalization;
using EdgeCompile.Harness;
using EdgeCompile.Onnx;
using EdgeCompile.Ops;
using EdgeCompile.Tests.Backend;

namespace EdgeCompile.Tests.Documentation;

public class OperatorsTests
{
    /// <summary>
    /// docs/operators.md lists the rows of the ONNX table, and how many of the tests in passing.txt have the operator, by their opset.
    /// </summary>
    [BackendFact]
    public void ThePageListsEveryOperator()
    {
        var tests = PassingTests().ToLookup(test => (test.Domain, test.Op), test => test.Opset);
        var rows = OpTable.Rows.Select(row => (row.Domain, row.Name)).Distinct()
            .OrderBy(row => row.Domain, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)
            .Select(row => $"| {(row.Domain.Length == 0 ? "ai.onnx" : row.Domain)} | {row.Name} | {Versions(row.Domain, row.Name)} | {Counts(tests[row])} |");
        var table = string.Join('\n', ["| domain | operator | opset versions | passing tests, by opset |", "|---|---|---|---|", .. rows]);
        new Page("docs/operators.md").IsMadeOf(("operators", table));
    }

    static string Versions(string domain, string name) =>
        string.Join(", ", OpTable.Operators.Versions(domain, name).Select(version => Number(version)));

    static string Counts(IEnumerable<long> opsets) =>
        string.Join(", ", opsets.GroupBy(opset => opset).OrderBy(group => group.Key).Select(group => $"{Number(group.Key)}: {Number(group.Count())}"));

    static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>The operators of each test that passes through emitted code, once for each test.</summary>
    static IEnumerable<(string Domain, string Op, long Opset)> PassingTests()
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "EdgeCompile.Tests", "Backend", "passing.txt")))
        {
            if (line.Split(' ') is not [var name, "interpreter+emitted", ..] || name.Split('/') is not [var suite, var test]
                || BackendData.Folder(suite) is not { } folder) continue;
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, test, "model.onnx")));
            foreach (var (domain, op) in model.Graph.Node.Select(node => (node.Domain, node.OpType)).Distinct())
                yield return (domain, op, model.OpsetImport.FirstOrDefault(import => import.Domain == domain)?.Version ?? 0);
        }
    }
}
