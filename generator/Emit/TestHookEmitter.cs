using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>What tests and benchmarks need beyond the public API: to force a rung, and to run any model on untyped buffers.</summary>
static class TestHookEmitter
{
    public static void Write(CodeWriter code, ModelSignature model, int steps)
    {
        if (model.Options.Profile) WriteClock(code, steps);
        code.Line("/// <summary>The rung that calls use where the machine has it; Auto: the best.</summary>");
        code.Line("public static global::EdgeCompile.Runtime.Rung ForcedRung { get; set; }").Line();
        code.Line("/// <summary>Run on arrays of bytes, or of strings, in the order of inputs and outputs.</summary>");
        using (code.Braces("public void RunRaw(global::System.Array[] inputs, global::System.Array[] outputs)"))
        {
            var arguments = model.Inputs.Select((port, i) => Cast(port, "inputs", i))
                .Concat(model.Outputs.Select((port, i) => Cast(port, "outputs", i)));
            code.Line($"Run({string.Join(", ", arguments)});");
        }

        static string Cast(Port port, string buffers, int index)
        {
            var buffer = $"{buffers}[{CSharpText.Number(index)}]";
            if (port.Element == Ir.ElementType.String) return $"(string[]){buffer}";
            var bytes = $"global::System.MemoryExtensions.AsSpan((byte[]){buffer})";
            return $"global::System.Runtime.InteropServices.MemoryMarshal.Cast<byte, {Ir.ElementTypes.SpanName(port.Element)}>({bytes})";
        }
    }

    static void WriteClock(CodeWriter code, int steps)
    {
        code.Line("/// <summary>Stopwatch ticks that each step has taken since they were last cleared.</summary>");
        code.Line($"public static long[] StepTicks {{ get; }} = new long[{CSharpText.Number(steps)}];").Line();
        using (code.Braces("static class TestHook"))
        using (code.Braces("internal static long Lap(int step, long since)"))
        {
            code.Line("var now = global::System.Diagnostics.Stopwatch.GetTimestamp();");
            code.Line("StepTicks[step] += now - since;");
            code.Line("return now;");
        }
        code.Line();
    }
}
