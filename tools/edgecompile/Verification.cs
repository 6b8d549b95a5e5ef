using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tool;

/// <summary>A model's outputs against its test data, on each rung.</summary>
sealed record Verification(string Model, bool Passes, IReadOnlyList<OutputCheck> Outputs)
{
    /// <summary>Several compilations of a model, for data of different shapes, taken together.</summary>
    public static Verification Of(string model, IEnumerable<OutputCheck> checks)
    {
        OutputCheck[] outputs = [.. checks];
        return new(model, Array.TrueForAll(outputs, check => check.Passes), outputs);
    }

    /// <summary>The outputs of data sets that all have the shapes the model was compiled for.</summary>
    public static IReadOnlyList<OutputCheck> Of(
        CompiledClass compiled, IReadOnlyList<string> dataSets, IReadOnlyList<Rung> rungs, Func<string, int, Tolerance> toleranceOf)
    {
        using var model = compiled.New();
        var graph = compiled.Plan!.Graph;
        var checks = new List<OutputCheck>();
        foreach (var dataSet in dataSets)
        {
            var data = TestData.Read(dataSet, model.Inputs, model.Outputs);
            var inputs = InputsOf(dataSet, data, model, graph);
            foreach (var rung in rungs)
            {
                model.Rung = rung;
                var outputs = model.Run(inputs);
                for (var i = 0; i < data.Outputs.Count; i++)
                {
                    var tolerance = toleranceOf(dataSet, i);
                    checks.Add(OutputCheck.Of(data.Name, rung, graph.OutputNames[i], tolerance,
                        Comparison.Of(data.Outputs[i], outputs[i], tolerance)));
                }
            }
        }
        return checks;
    }

    static IReadOnlyList<Tensor> InputsOf(string dataSet, TestCase data, LoadedModel model, Graph graph)
    {
        if (data.Outputs.Count == 0) throw new InvalidDataException($"{dataSet} has no outputs to compare with");
        if (data.Inputs.Count != model.Inputs.Count)
            throw new InvalidDataException($"{dataSet} has {data.Inputs.Count} inputs, the model {model.Inputs.Count}");
        var inputs = data.Inputs.Cast<Tensor>().ToArray();
        for (var i = 0; i < inputs.Length; i++)
            if (inputs[i].Element != model.Inputs[i].Element || !inputs[i].Shape.Equals(model.Inputs[i].Shape))
                throw new InvalidDataException($"{dataSet}: input '{graph.Inputs[i].Name}' is {inputs[i].Type}, the model takes {model.Inputs[i]}; "
                    + "--input-shapes sets the sizes that a model leaves open");
        return inputs;
    }
}

/// <summary>One output in one case on one rung.</summary>
/// <param name="Share">What is allowed, as a share of the expected output's largest magnitude.</param>
/// <param name="Absolute">What is allowed beyond that: more than 0 where zoo.json says that the saved output itself is no closer.</param>
/// <param name="OfLargest">The largest absolute error as a share of the expected output's largest magnitude.</param>
/// <param name="Outside">Elements outside the tolerance.</param>
/// <param name="Problem">A difference that has no number, of type or shape; null if there is none.</param>
sealed record OutputCheck(
    string Data, string Rung, string Output, double Share, double Absolute, bool Passes, int Elements, double MaxAbsolute, double MaxRelative,
        double OfLargest, int Outside,
    string? Problem)
{
    public static OutputCheck Of(string data, Rung rung, string output, Tolerance tolerance, Comparison comparison) => new(
        data, rung.ToString(), output, tolerance.OfLargest, tolerance.Absolute, comparison.Passes,
        comparison.Count, comparison.MaxAbsolute, comparison.MaxRelative, comparison.OfLargest, comparison.Failures, comparison.Problem);
}
