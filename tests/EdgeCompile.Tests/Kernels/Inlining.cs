using System.Reflection;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Kernels;

/// <summary>What is marked to be inlined and is not: RyuJIT calls it, and begins with code that is not optimised.</summary>
static class Inlining
{
    /// <summary>The micro-kernels of a class that RyuJIT would not inline, because of their many locals or parameters.</summary>
    public static IEnumerable<string> Refused(Type type) => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
        .Where(method => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining))
        .Select(method => (method.Name, Locals: method.GetMethodBody()!.LocalVariables.Count, Parameters: method.GetParameters().Length))
        .Where(method => method.Locals > MicroKernel.LocalsAtMost || method.Parameters > MicroKernel.LocalsAtMost)
        .Select(method => $"{type.Name}.{method.Name} has {method.Locals} locals and {method.Parameters} parameters");
}
