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
var rung = new Option<string>("--rung") { Description = "The instruction sets to time.", DefaultValueFactory = _ => "best" };
rung.AcceptOnlyFromAmong(RungChoice.Names);
var json = new Option<string>("--json") { Description = "A file to write the results to as JSON as well.", HelpName = "FILE" };

var root = new RootCommand("Compiled models against ONNX Runtime: one process, one thread, by turns.") { models, seconds, rung, json };
root.SetAction(arguments =>
{
    try
    {
        return Bench(arguments);
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OrtException or NotSupportedException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 2;
    }
});
var filter = new Argument<string>("filter") { Description = "Only shapes whose text contains this.", DefaultValueFactory = _ => "" };
var kernels = new Command("kernels", "Single kernels on every rung, as a share of the peak.") { filter };
kernels.SetAction(arguments => KernelBench.Run(arguments.GetValue(filter)!));
root.Subcommands.Add(kernels);
var threadModels = new Argument<string[]>("models") { Description = "Names in the shared zoo, or paths of .onnx files.",
    Arity = ArgumentArity.OneOrMore };
var count = new Option<int>("--count") { Description = "How many threads.", DefaultValueFactory = _ => 2 };
var threads = new Command("threads", "Models with one thread against themselves with several.") { threadModels, count, seconds };
threads.SetAction(arguments => ThreadRace.Run(arguments.GetValue(threadModels)!, arguments.GetValue(count),
    TimeSpan.FromSeconds(arguments.GetValue(seconds))));
root.Subcommands.Add(threads);
var sparse = new Command("sparse", "Models against their twins with four fifths of the weights zero.") { threadModels, seconds };
sparse.SetAction(arguments => SparseRace.Run(arguments.GetValue(threadModels)!, TimeSpan.FromSeconds(arguments.GetValue(seconds))));
root.Subcommands.Add(sparse);
var quantised = new Argument<string>("quantised") { Description = "A name in the shared zoo, or a path." };
var real = new Argument<string>("float") { Description = "The float model that it was made of." };
var twins = new Command("twins", "A quantised model against its float twin.") { quantised, real, seconds };
twins.SetAction(arguments => TwinRace.Run(arguments.GetValue(quantised)!, arguments.GetValue(real)!,
    TimeSpan.FromSeconds(arguments.GetValue(seconds))));
root.Subcommands.Add(twins);
var sharing = new Option<int>("--threads") { Description = "How many threads share a call.", DefaultValueFactory = _ => 1 };
var model = new Argument<string>("model") { Description = "A name in the shared zoo, or a path." };
var steps = new Command("steps", "Where a model's time goes, step by step.") { model, seconds, rung, sharing };
steps.SetAction(arguments =>
{
    foreach (var each in RungChoice.Of(arguments.GetValue(rung)!)) StepProfile.Run(ModelFolder.Find(arguments.GetValue(model)!), each,
        arguments.GetValue(sharing), TimeSpan.FromSeconds(arguments.GetValue(seconds)));
});
root.Subcommands.Add(steps);
var nestFilter = new Argument<string>("filter") { Description = "Only nests whose name contains this.", DefaultValueFactory = _ => "" };
var nests = new Command("nests", "Loop nests of quantised models on every rung, against single elements.") { nestFilter };
nests.SetAction(arguments => NestBench.Run(arguments.GetValue(nestFilter)!));
root.Subcommands.Add(nests);
var forms = new Command("forms", "A tile of bytes in the forms that machines without vpdpbusd have.");
forms.SetAction(_ => DotForms.Run());
root.Subcommands.Add(forms);
var winograd = new Command("winograd", "3x3 convolutions of bytes: exact Winograd against the direct kernel.");
winograd.SetAction(_ => WinogradBench.Run());
root.Subcommands.Add(winograd);
var source = new Argument<string>("file") { Description = "What --json wrote." };
var readme = new Command("readme", "Rewrites the README's table from a JSON report.") { source };
readme.SetAction(arguments =>
{
    var page = Path.Combine(Repository.Root, "README.md");
    File.WriteAllText(page, ReadmeTable.Replace(File.ReadAllText(page), File.ReadAllText(arguments.GetValue(source)!)));
});
root.Subcommands.Add(readme);
return root.Parse(args).Invoke();

int Bench(ParseResult arguments)
{
    string[] names = arguments.GetValue(models) is { Length: > 0 } given
        ? given
        : ["mnist8", "ad01_fp32", "resnet8_fp32", "vww_96_fp32", "ultraface_rfb320", "fastestdet", "yolox_nano", "../sample-model"];
    var folders = names.Select(ModelFolder.Find).ToList();
    var rungs = RungChoice.Of(arguments.GetValue(rung)!);
    var duration = TimeSpan.FromSeconds(arguments.GetValue(seconds));

    // Before, between and after: a clock that changed shows, and the highest one is the roof.
    var peak = FmaPeak.Measure();
    var results = new List<ModelResult>();
    foreach (var folder in folders)
    {
        Console.Error.WriteLine($"{results.Count + 1} of {folders.Count}: {folder.Name}");
        results.Add(ModelRace.Run(folder, rungs, duration));
        peak = Math.Max(peak, FmaPeak.Measure());
    }
    var report = new Report(OrtLibrary.Version, peak, results);
    report.Print();
    if (arguments.GetValue(json) is { } file) File.WriteAllText(file, report.ToJson() + "\n");
    return results.All(result => result.Fault is null) ? 0 : 1;
}
