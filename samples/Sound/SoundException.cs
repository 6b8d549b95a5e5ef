namespace Samples.Sound;

/// <summary>A file that is no sound a sample can use; the message is one line for the user.</summary>
public sealed class SoundException(string message) : Exception(message);
