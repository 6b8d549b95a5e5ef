namespace EdgeCompile;

/// <summary>Thrown by a model class whose body is missing, because the model did not compile: the build's diagnostics say why.</summary>
public sealed class ModelNotCompiledException : InvalidOperationException
{
    /// <summary>An exception without details.</summary>
    public ModelNotCompiledException() : base("The model did not compile; the build's diagnostics say why.")
    {
    }

    /// <summary>An exception with its own message.</summary>
    /// <param name="message">What is missing.</param>
    public ModelNotCompiledException(string message) : base(message)
    {
    }

    /// <summary>An exception with its own message and a cause.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">The cause.</param>
    public ModelNotCompiledException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
