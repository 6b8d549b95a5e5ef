namespace EdgeCompile.Wasm;

/// <summary>One call of a generated class, as bytes that cross to the other runtime.</summary>
/// <param name="Class">The class, with its namespace.</param>
/// <param name="Inputs">The inputs' elements.</param>
/// <param name="OutputBytes">How long each output is.</param>
sealed record Call(string Class, byte[][] Inputs, int[] OutputBytes)
{
    public static void WriteAll(Stream stream, IReadOnlyList<Call> calls)
    {
        using var writer = new BinaryWriter(stream);
        writer.Write(calls.Count);
        foreach (var call in calls)
        {
            writer.Write(call.Class);
            Buffers.Write(writer, call.Inputs);
            writer.Write(call.OutputBytes.Length);
            foreach (var length in call.OutputBytes) writer.Write(length);
        }
    }

    public static IReadOnlyList<Call> ReadAll(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        return [.. Buffers.Repeat(reader.ReadInt32(), () => new Call(
            reader.ReadString(), Buffers.Read(reader), Buffers.Repeat(reader.ReadInt32(), reader.ReadInt32)))];
    }
}

/// <summary>What came of a call: its outputs, or what it threw.</summary>
sealed record Result(byte[][] Outputs, string Fault)
{
    public static void WriteAll(Stream stream, IReadOnlyList<Result> results)
    {
        using var writer = new BinaryWriter(stream);
        writer.Write(results.Count);
        foreach (var result in results)
        {
            Buffers.Write(writer, result.Outputs);
            writer.Write(result.Fault);
        }
    }

    public static IReadOnlyList<Result> ReadAll(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        return [.. Buffers.Repeat(reader.ReadInt32(), () => new Result(Buffers.Read(reader), reader.ReadString()))];
    }
}

/// <summary>Several blocks of bytes in a stream.</summary>
static class Buffers
{
    public static void Write(BinaryWriter writer, byte[][] buffers)
    {
        writer.Write(buffers.Length);
        foreach (var buffer in buffers)
        {
            writer.Write(buffer.Length);
            writer.Write(buffer);
        }
    }

    public static byte[][] Read(BinaryReader reader) => Repeat(reader.ReadInt32(), () => reader.ReadBytes(reader.ReadInt32()));

    public static T[] Repeat<T>(int count, Func<T> read)
    {
        var items = new T[count];
        for (var i = 0; i < count; i++) items[i] = read();
        return items;
    }
}
