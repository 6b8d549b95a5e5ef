namespace EdgeCompile.Planning;

/// <summary>
/// The steps of a model that hardly count: the least ones, together a hundredth of the work. On whatever instruction set they run, the model
/// takes as long (docs/adr/0013-slight-steps.md).
/// </summary>
static class SlightSteps
{
    /// <summary>The part of all work that they may be.</summary>
    const int Part = 100;

    /// <summary>Their places in the order of steps.</summary>
    public static ISet<int> Of(IReadOnlyList<Step> steps)
    {
        var slight = new HashSet<int>();
        var left = steps.Sum(step => step.Work) / Part;
        foreach (var i in Enumerable.Range(0, steps.Count).OrderBy(i => steps[i].Work))
        {
            left -= steps[i].Work;
            if (left < 0) break;
            slight.Add(i);
        }
        return slight;
    }
}
