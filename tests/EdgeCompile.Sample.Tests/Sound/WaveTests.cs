using System.Buffers.Binary;
using Samples.Sound;

namespace EdgeCompile.Sample.Tests.Sound;

/// <summary>WAVE files of every kind the samples read, and what they say about the others.</summary>
public class WaveTests
{
    [Theory]
    [InlineData(1, 8, "40C0", -0.5f, 0.5f)]
    [InlineData(1, 16, "00C00040", -0.5f, 0.5f)]
    [InlineData(1, 24, "0000C0000040", -0.5f, 0.5f)]
    [InlineData(1, 32, "000000C000000040", -0.5f, 0.5f)]
    [InlineData(3, 32, "000000BF0000003F", -0.5f, 0.5f)]
    [InlineData(3, 64, "000000000000E0BF000000000000E03F", -0.5f, 0.5f)]
    public void SamplesOfEveryKindAreRead(int kind, int bits, string data, float first, float second)
    {
        var recording = Read(Wave(kind, 1, bits, Convert.FromHexString(data)), 16000);
        Assert.Equal([first, second], recording.Samples);
        Assert.Equal(2 / 16000.0, recording.Seconds);
    }

    [Fact]
    public void ChannelsAreAveraged() => Assert.Equal([0.25f], Read(Wave(1, 2, 16, Convert.FromHexString("00000040")), 16000).Samples);

    [Fact]
    public void BadFilesSayWhy()
    {
        var good = Wave(1, 1, 16, new byte[100]);
        Assert.Equal("not a WAVE file", Message([1, 2, 3]));
        Assert.Equal("not a WAVE file", Message("RIFFxxxxAVI listen to nothing"u8.ToArray()));
        Assert.Equal("the WAVE file ends early", Message(good[..80]));
        Assert.Equal("the WAVE file has no data", Message(good[..36]));
        Assert.Equal("WAVE format 6 with 8 bits is not supported (integers of 8 to 32 bits and floats are)", Message(Wave(6, 1, 8, new byte[4])));
        Assert.Equal("0 channels at 16000 samples per second are no sound", Message(Wave(1, 0, 16, new byte[4])));
        Assert.Equal("16000 samples per second, and the model listens at 44100; resample the file first", Message(good, 44100));
        Assert.Equal("no such file", Assert.Throws<SoundException>(() => Recording.Open("no/such/file.wav", 16000)).Message);
    }

    static string Message(byte[] file, int rate = 16000) => Assert.Throws<SoundException>(() => Read(file, rate)).Message;

    static Recording Read(byte[] file, int rate)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            return Recording.Open(path, rate);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static byte[] Wave(int kind, int channels, int bits, byte[] data)
    {
        var file = new byte[44 + data.Length];
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        "data"u8.CopyTo(file.AsSpan(36));
        data.CopyTo(file, 44);
        Put(4, file.Length - 8);
        Put(16, 16);
        Put(20, kind | channels << 16);
        Put(24, 16000);
        Put(28, 16000 * channels * bits / 8);
        Put(32, channels * bits / 8 | bits << 16);
        Put(40, data.Length);
        return file;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }
}
