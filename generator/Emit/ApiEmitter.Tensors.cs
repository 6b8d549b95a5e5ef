using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>Run and Predict on spans.</summary>
static partial class ApiEmitter
{
    static void WriteRun(CodeWriter code, ModelSignature model)
    {
        code.Line("/// <summary>Computes the outputs from the inputs; the spans must not overlap. Allocates nothing.</summary>");
        WriteParameterComments(code, model);
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length than its tensor, or an output overlaps another span; nothing was written.</exception>");
        code.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The instance was disposed.</exception>");
        code.Line("/// <exception cref=\"global::System.InvalidOperationException\">Another thread is in a call of this instance.</exception>");
        using (code.Braces($"public void Run({model.RunParameters})"))
        {
            foreach (var port in model.Inputs.Concat(model.Outputs))
            {
                if (port.Shape is null) continue;
                var count = CSharpText.Number(port.Length);
                code.Line($"global::EdgeCompile.Runtime.Throw.IfWrongLength(nameof({port.Parameter}), \"{port.ShapeText}\", {count}, {port.Parameter}.Length);");
            }
            WriteOverlapChecks(code, model);
            code.Line($"_gate.Enter(nameof({model.Options.ClassName}));");
            using (code.Braces("try")) code.Line($"Execute(ref _arena.Root{string.Concat(model.Inputs.Concat(model.Outputs).Select(p => ", " + p.Parameter))});");
            using (code.Braces("finally")) code.Line("_gate.Leave();");
        }
        code.Line();
    }

    static void WriteOverlapChecks(CodeWriter code, ModelSignature model)
    {
        for (var i = 0; i < model.Outputs.Count; i++)
        {
            var output = model.Outputs[i];
            foreach (var other in model.Inputs.Concat(model.Outputs.Take(i)))
            {
                // References to strings lie among no numbers.
                if (output.Element == ElementType.String != (other.Element == ElementType.String)) continue;
                var types = output.Element == ElementType.String ? "" : $"<{output.Element.SpanName()}, {other.Element.SpanName()}>";
                var names = $"nameof({output.Parameter}), nameof({other.Parameter})";
                code.Line($"global::EdgeCompile.Runtime.Throw.IfOverlapping{types}({output.Parameter}, {other.Parameter}, {names});");
            }
        }
    }

    static void WritePredict(CodeWriter code, ModelSignature model)
    {
        var name = model.Options.ClassName;
        code.Line($"[global::System.ThreadStatic] static {name}? t_instance;").Line();
        code.Line($"static {name} ThreadInstance => t_instance ??= new {name}();").Line();
        code.Line("/// <summary>As <c>Run</c>, on an instance that each thread makes when it first calls, and keeps. Safe from any thread.</summary>");
        WriteParameterComments(code, model);
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length than its tensor; nothing was written.</exception>");
        code.Line($"public static void Predict({model.RunParameters}) => ThreadInstance.Run({model.RunArguments});").Line();
    }

    static void WriteParameterComments(CodeWriter code, ModelSignature model)
    {
        foreach (var port in model.Inputs) Write(port, "Input");
        foreach (var port in model.Outputs) Write(port, "Output");

        void Write(Port port, string kind)
        {
            var packed = port is { IsPacked: true, Shape: not null } ? $" in {CSharpText.Number(port.Length)} bytes, the first in the lowest bits"
                : "";
            var elements = port.Shape is { } shape ? $" ({CSharpText.Number(shape.Count)} elements{packed})" : "";
            var meaning = model.Detection is null ? "" : kind == "Input" ? " Planes of red, green and blue, 0 to 1."
                : " Rows of centre x, centre y, width and height in network pixels, then a row of scores for each label; a column for each candidate.";
            code.Line($"/// <param name=\"{port.Parameter.TrimStart('@')}\">{kind} <c>{CSharpText.Comment(port.Name)}</c>: "
                + $"{port.Element.ToString().ToLowerInvariant()}, {port.ShapeText}{elements}, row-major.{meaning}</param>");
        }
    }
}
