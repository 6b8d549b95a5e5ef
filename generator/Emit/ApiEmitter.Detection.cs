using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>What detectors get on top: pictures in, detections out.</summary>
static partial class ApiEmitter
{
    const string Detection = "global::EdgeCompile.Detection";
    const string Image = "global::EdgeCompile.ImageView image";
    const string Thresholds = "float confidence = 0.25f, float iou = 0.45f";

    /// <summary>What the typed calls need besides the arena: the network's picture, its raw output and the candidates.</summary>
    static string NewDetector(ModelSignature model)
    {
        var picture = model.Inputs[0].Shape!;
        var candidates = model.Outputs[0].Shape![2];
        return "new global::EdgeCompile.Runtime.Detector(s_labels, "
            + $"width: {CSharpText.Number(picture[3])}, height: {CSharpText.Number(picture[2])}, candidates: {CSharpText.Number(candidates)})";
    }

    static void WriteDetection(CodeWriter code, ModelSignature model, DetectionTask task)
    {
        using (code.Braces("static readonly string[] s_labels =", close: "};"))
        {
            foreach (var label in task.Labels) code.Line(CSharpText.Literal(label) + ",");
        }
        code.Line();
        code.Line($"/// <summary>The names of the labels, by the index that a detection gives: {CSharpText.Number(task.Labels.Count)} of them.</summary>");
        code.Line("public static global::System.ReadOnlySpan<string> Labels => s_labels;").Line();

        WriteCall("Finds the things in a picture, best first, and writes them to a span; returns how many it wrote. Allocates nothing.",
            toSpan: true);
        using (code.Braces($"public int Run({Image}, global::System.Span<{Detection}> detections, {Thresholds})"))
        {
            code.Line("global::EdgeCompile.Runtime.Detector.Check(image, confidence, iou);");
            code.Line($"_gate.Enter(nameof({model.Options.ClassName}));");
            using (code.Braces("try"))
            {
                code.Line("_detector.Load(image);");
                code.Line("Execute(ref _arena.Root, _detector.Picture, _detector.Output);");
                code.Line("return _detector.Find(confidence, iou, detections);");
            }
            using (code.Braces("finally")) code.Line("_gate.Leave();");
        }
        code.Line();
        WriteCall("As <c>Run</c>, on an instance that each thread makes when it first calls, and keeps. Safe from any thread.", toSpan: true);
        code.Line($"public static int Predict({Image}, global::System.Span<{Detection}> detections, {Thresholds}) =>");
        using (code.Indented()) code.Line("ThreadInstance.Run(image, detections, confidence, iou);");
        code.Line();
        WriteCall("Finds the things in a picture, best first. Safe from any thread.", toSpan: false);
        using (code.Braces($"public static {Detection}[] Predict({Image}, {Thresholds})"))
        {
            code.Line("var instance = ThreadInstance;");
            code.Line("var count = instance.Run(image, instance._detector.Found, confidence, iou);");
            code.Line("return instance._detector.Found.Slice(0, count).ToArray();");
        }
        code.Line();

        void WriteCall(string summary, bool toSpan)
        {
            code.Line($"/// <summary>{summary}</summary>");
            code.Line("/// <param name=\"image\">The picture, of any size; it is fitted into the network's with grey borders.</param>");
            if (toSpan) code.Line("/// <param name=\"detections\">Where they go; if it is too short, the best are kept.</param>");
            code.Line("/// <param name=\"confidence\">The score above which a candidate counts, 0 to 1.</param>");
            code.Line("/// <param name=\"iou\">The overlap above which the weaker of two detections of one label goes, 0 to 1.</param>");
            code.Line("/// <exception cref=\"global::System.ArgumentException\">The picture is empty, or a threshold is outside 0 to 1.</exception>");
        }
    }
}
