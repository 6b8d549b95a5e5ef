using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Lowering;

/// <summary>A kernel to be compiled and run: where its operands lie, and what it reads.</summary>
/// <param name="Name">What a failing test says.</param>
/// <param name="Kernel">The kernel, with its epilogue if it has one.</param>
/// <param name="Inputs">The numbers of every tensor that it reads at run time.</param>
/// <param name="Layouts">Layouts of tensors that do not lie row-major.</param>
sealed record KernelCase(string Name, Kernel Kernel, IReadOnlyDictionary<Value, Tensor> Inputs, IReadOnlyDictionary<Value, Layout> Layouts)
{
    public Layout LayoutOf(Value value) => Layouts.TryGetValue(value, out var layout) ? layout : Layout.RowMajor(value.Shape);
}
