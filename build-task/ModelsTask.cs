using EdgeCompile.Host;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace EdgeCompile.Tasks;

/// <summary>What the tasks are told of a project: its models, its properties, and where what is made of the models goes.</summary>
public abstract class ModelsTask : Task
{
    /// <summary>The project's models, with their metadata.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The folder for the weights and their stamps; made if it is missing.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The project's EdgeCompileNamespace.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The project's EdgeCompileInlineWeightLimit in bytes.</summary>
    public string InlineWeightLimit { get; set; } = "";

    /// <summary>The project's EdgeCompileInstructionSets.</summary>
    public string InstructionSets { get; set; } = "";

    /// <summary>The project's PublishAot.</summary>
    public string PublishAot { get; set; } = "";

    /// <summary>The project's IlcInstructionSet.</summary>
    public string IlcInstructionSet { get; set; } = "";

    /// <summary>Reads a model's file and options, as the generator will see them.</summary>
    private protected ModelFile Read(ITaskItem item, CancellationToken cancel)
    {
        var path = item.GetMetadata("FullPath");
        return ProjectOptions.Read(path, FileContent.OfModel(path, cancel), item.GetMetadata, Property);
    }

    string Property(string name) => name switch
    {
        "EdgeCompileNamespace" => Namespace,
        "EdgeCompileInlineWeightLimit" => InlineWeightLimit,
        "EdgeCompileInstructionSets" => InstructionSets,
        "PublishAot" => PublishAot,
        "IlcInstructionSet" => IlcInstructionSet,
        ProjectOptions.EmbedsWeights => "true",
        _ => "",
    };
}
