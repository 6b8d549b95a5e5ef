namespace Samples.Sound;

/// <summary>One channel of sound.</summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Samples">The samples, -1 to 1.</param>
public sealed record Recording(int SampleRate, float[] Samples)
{
    /// <summary>Its length in seconds.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;

    /// <summary>Reads a WAVE file of the sample rate that a model was trained on; channels are averaged.</summary>
    /// <exception cref="SoundException">The file is missing, is no sound, or has another sample rate.</exception>
    public static Recording Open(string path, int sampleRate)
    {
        var recording = WaveReader.Read(Bytes(path));
        return recording.SampleRate == sampleRate ? recording
            : throw new SoundException($"{recording.SampleRate} samples per second, and the model listens at {sampleRate}; resample the file first");
    }

    static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SoundException("no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SoundException(e.Message.TrimEnd('.'));
        }
    }
}
