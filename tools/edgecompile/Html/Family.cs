namespace EdgeCompile.Tool.Html;

/// <summary>The colour of a row: what kind of kernel it has.</summary>
static class Family
{
    public static string Of(Row row) => row.Step is null ? "port" : Of(row.Kernel);

    /// <summary>By the grammar of kernels' names: element type, operator, form.</summary>
    public static string Of(string kernel) =>
        kernel.Contains("depthwise", StringComparison.Ordinal) ? "depthwise"
        : kernel.Contains("conv", StringComparison.Ordinal) ? "conv"
        : kernel.Contains("matmul", StringComparison.Ordinal) ? "matmul"
        : "loop";
}
