namespace EdgeCompile.Ir;

/// <summary>A fault as messages say it.</summary>
static class ModelExceptionText
{
    /// <summary>What was found and, where there is something, what to do about it.</summary>
    public static string FullText(this ModelException exception) => exception.Todo is { } todo ? $"{exception.Message}; {todo}" : exception.Message;
}
