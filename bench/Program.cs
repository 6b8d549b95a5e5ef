using System.CommandLine;
using EdgeCompile.Bench;
using EdgeCompile.Harness;
using EdgeCompile.Harness.OnnxRuntime;

var models = new Argument<string[]>("models")
{
    Description = "Names in the shared zoo, or paths of .onnx files; none: the models of the README's table.",
    Arity = ArgumentArity.ZeroOrMore,
};
var seconds = new Option<double>("--seconds") { Description = "How long each model is raced, after warming up.", DefaultValueFactory = _ => 4 };
var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };

var root = new RootCommand("Compiled models against ONNX Runtime: one process, one thread, by turns.") { models, seconds, json };
root.SetAction(arguments =>
{
    try
    {
        Bench(arguments);
        return 0;
    }
    catch (Exception e) when (e is IOException or OrtException or NotSupportedException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
});
var filter = new Argument<string>("filter") { Description = "Only shapes whose text contains this.", DefaultValueFactory = _ => "" };
var kernels = new Command("kernels", "Single kernels on every rung, as a share of the peak.") { filter };
kernels.SetAction(arguments => KernelBench.Run(arguments.GetValue(filter)!));
root.Subcommands.Add(kernels);
return root.Parse(args).Invoke();

void Bench(ParseResult arguments)
{
    string[] names = arguments.GetValue(models) is { Length: > 0 } given
        ? given
        : ["mnist8", "ad01_fp32", "resnet8_fp32", "vww_96_fp32", "ultraface_rfb320", "fastestdet", "yolox_nano"];
    var duration = TimeSpan.FromSeconds(arguments.GetValue(seconds));

    // Before and after: a clock that changed in between shows, and the higher one is the roof.
    var before = FmaPeak.Measure();
    var results = names.Select(name => ModelRace.Run(ModelFolder.Find(name), duration)).ToList();
    var report = new Report(Math.Max(before, FmaPeak.Measure()), results);
    if (arguments.GetValue(json)) Console.WriteLine(report.ToJson());
    else report.Print();
}
