using System.Globalization;

namespace EdgeCompile.Diagnostics;

/// <summary>A row of the catalogue: what kind of thing is said, how bad it is, and the words it is said in.</summary>
/// <param name="Id">EC and four digits; never used again for something else.</param>
/// <param name="Title">The headline of the help page.</param>
/// <param name="Severity">What it is unless an .editorconfig says otherwise.</param>
/// <param name="Format">The message, with numbered places as in <see cref="string.Format(string, object[])"/>.</param>
sealed record Rule(string Id, string Title, Severity Severity, string Format)
{
    /// <summary>The place in the repository of the page that explains the rule.</summary>
    public string HelpPage => $"docs/diagnostics/{Id}.md";

    /// <summary>The diagnostic for a node of the model (its place in the file), or for the whole model with -1.</summary>
    public ModelDiagnostic At(int node, params object[] arguments) =>
        new(Id, Severity, node, MessageText.Printable(string.Format(CultureInfo.InvariantCulture, Format, arguments)));
}
