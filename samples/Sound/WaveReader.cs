using System.Buffers.Binary;

namespace Samples.Sound;

/// <summary>
/// Reads RIFF WAVE: integers of 8, 16, 24 or 32 bits, or floats of 32 or 64. Source: Microsoft and IBM, Multimedia Programming Interface
/// and Data Specifications 1.0; the extensible format of Microsoft's mmreg.h.
/// </summary>
static class WaveReader
{
    const int Integers = 1, Floats = 3, Extensible = 0xFFFE;

    public static Recording Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8)
            || !file[8..12].SequenceEqual("WAVE"u8)) throw new SoundException("not a WAVE file");
        Format? format = null;
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            var name = rest[..4];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (size > (uint)(rest.Length - 8)) throw new SoundException("the WAVE file ends early");
            var chunk = rest.Slice(8, (int)size);
            if (name.SequenceEqual("fmt "u8)) format = Format.Read(chunk);
            if (name.SequenceEqual("data"u8))
                return (format ?? throw new SoundException("the WAVE file's data comes before its format")).Decode(chunk);
            // Chunks begin at even places.
            rest = rest[(int)Math.Min(8 + size + (size & 1), (uint)rest.Length)..];
        }
        throw new SoundException("the WAVE file has no data");
    }

    readonly record struct Format(int Kind, int Channels, int SampleRate, int Bits)
    {
        public static Format Read(ReadOnlySpan<byte> chunk)
        {
            if (chunk.Length < 16) throw new SoundException("the WAVE file's format is cut short");
            int kind = Short(chunk, 0), channels = Short(chunk, 2), bits = Short(chunk, 14);
            if (kind == Extensible && chunk.Length >= 26) kind = Short(chunk, 24);
            var rate = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
            if (channels == 0 || rate <= 0) throw new SoundException($"{channels} channels at {rate} samples per second are no sound");
            return (kind, bits) is (Integers, 8 or 16 or 24 or 32) or (Floats, 32 or 64)
                ? new(kind, channels, rate, bits)
                : throw new SoundException($"WAVE format {kind} with {bits} bits is not supported (integers of 8 to 32 bits and floats are)");
        }

        public Recording Decode(ReadOnlySpan<byte> data)
        {
            var size = Bits / 8;
            var samples = new float[data.Length / (size * Channels)];
            for (var i = 0; i < samples.Length; i++)
            {
                double sum = 0;
                for (var channel = 0; channel < Channels; channel++) sum += Sample(data[((i * Channels + channel) * size)..]);
                samples[i] = (float)(sum / Channels);
            }
            return new(SampleRate, samples);
        }

        double Sample(ReadOnlySpan<byte> at) => (Kind, Bits) switch
        {
            (Integers, 8) => (at[0] - 128) / 128.0,
            (Integers, 16) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768.0,
            (Integers, 24) => ((sbyte)at[2] << 16 | at[1] << 8 | at[0]) / 8388608.0,
            (Integers, _) => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648.0,
            (_, 32) => BinaryPrimitives.ReadSingleLittleEndian(at),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
        };

        static int Short(ReadOnlySpan<byte> chunk, int at) => BinaryPrimitives.ReadUInt16LittleEndian(chunk[at..]);
    }
}
