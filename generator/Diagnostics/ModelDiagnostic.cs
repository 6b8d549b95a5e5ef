namespace EdgeCompile.Diagnostics;

/// <summary>How bad it is: errors leave no code, warnings code that is slower than it could be, infos are good to know.</summary>
enum Severity { Info, Warning, Error }

/// <summary>Something to say about a model, free of Roslyn: which rule, about which node (by its place in the file, -1 for the whole model), and the message.</summary>
sealed record ModelDiagnostic(string Id, Severity Severity, int Node, string Message);
