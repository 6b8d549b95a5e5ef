using EdgeCompile.Lowering;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>Finds a panel's part of a list of rows.</summary>
static class ListedRows
{
    /// <summary>Where a tile's panel begins and ends in the list, if that is no number: variables of the method.</summary>
    public const string First = "firstRow", Last = "lastRow";

    /// <summary>
    /// Gives a micro-kernel the places of a panel's activations as <c>list</c>, and as <c>passes</c> how often it takes so many of them.
    /// </summary>
    /// <param name="writer">The calling method.</param>
    /// <param name="micro">The micro-kernel.</param>
    /// <param name="rows">The rows of all panels.</param>
    /// <param name="placeOfDepth">Where in the input the activations of a depth lie.</param>
    /// <param name="panel">The C# of the panel's number.</param>
    /// <param name="together">Rows in a pass.</param>
    /// <returns>The C# of the panel's first row in the list.</returns>
    public static string Refer(KernelWriter writer, MicroKernel micro, PanelRows rows, Func<int, int> placeOfDepth, string panel, int together)
    {
        var (first, passes) = (First, together > 1 ? $"({Last} - {First}) / {Number(together)}" : $"{Last} - {First}");
        if (int.TryParse(panel, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            (first, passes) = (Number(rows.Starts[number]), Number(rows.OfPanels[number].Length / together));
        else
        {
            var starts = $"ref MemoryMarshal.GetReference({writer.Table(rows.Starts)})";
            writer.Code.Line($"int {First} = Unsafe.Add({starts}, {panel});").Line($"int {Last} = Unsafe.Add({starts}, {panel} + 1);");
        }
        micro.Reference("int", "list", Operand.At($"MemoryMarshal.GetReference({writer.Table(rows.Places(placeOfDepth))})", first));
        micro.Index("passes", passes);
        return first;
    }
}
