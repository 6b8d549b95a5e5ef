namespace EdgeCompile.Diagnostics;

/// <summary>How bad it is: errors leave no code, warnings code that is slower than it could be, infos are good to know.</summary>
enum Severity { Info, Warning, Error }

/// <summary>
/// Something to say about a model, free of Roslyn: the rule, the node by its place in the file (-1: the whole model), and the message.
/// </summary>
sealed record ModelDiagnostic(string Id, Severity Severity, int Node, string Message);
