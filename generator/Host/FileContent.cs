using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EdgeCompile.Onnx;
using EdgeCompile.Support;

namespace EdgeCompile.Host;

/// <summary>What a file contains, by hash; or why it cannot be read.</summary>
readonly record struct FileContent(string Sha256, string? Fault)
{
    /// <summary>A model with the files beside it that it names: one hash for all, so that a change of either is seen.</summary>
    public static FileContent OfModel(string path, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            var model = ReadAll(path);
            var (own, files) = (Digest.Of(model), new NeighbourFiles(path));
            var beside = ExternalFiles.NamedIn(model).Select(name => $"{files.Hash(name, cancel)} {name}").ToArray();
            return new(beside.Length == 0 ? own : Digest.OfText(string.Join("\n", [own, .. beside])), null);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return new("", e.Message);
        }
    }

    /// <summary>Reads the file and keeps its hash, never its bytes.</summary>
    public static FileContent Hash(string path, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            using var stream = Open(path);
            using var sha = SHA256.Create();
            var text = new StringBuilder(64);
            foreach (var b in sha.ComputeHash(stream)) text.Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            return new(text.ToString(), null);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return new("", e.Message);
        }
    }

    /// <summary>
    /// Opens a model or its external data. The one place where the generator reads files: an additional file that is binary has no text
    /// (GetText fails with CS2015), and Roslyn offers its bytes in no other way (dotnet/roslyn#47292).
    /// </summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>All of a file; at most 2^31-1 bytes.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger.</exception>
    public static byte[] ReadAll(string path)
    {
        using var stream = Open(path);
        if (stream.Length > int.MaxValue) throw new IOException("it is larger than 2^31-1 bytes");
        return Read(stream, 0, (int)stream.Length);
    }

    /// <summary>A part of an open file.</summary>
    /// <exception cref="IOException">The file ends before.</exception>
    public static byte[] Read(FileStream stream, long offset, int length)
    {
        var bytes = new byte[length];
        stream.Position = offset;
        for (int done = 0, read; done < length; done += read)
        {
            read = stream.Read(bytes, done, length - done);
            if (read == 0) throw new EndOfStreamException("it ends before its length says");
        }
        return bytes;
    }

    /// <summary>
    /// Waits as long as another thread or process has the file open to itself, as one that writes it has; the end of a process ends that too.
    /// Gives up after a minute, which no model's code takes to write.
    /// </summary>
    public static void AwaitWriter(string path, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (IsHeld(path) && waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(2);
        }
    }

    static bool IsHeld(string path)
    {
        try
        {
            Open(path).Dispose();
            return false;
        }
        // As of those that are refused because of a lock; what else can be wrong has a type of its own, or is seen when the file is read.
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            return true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return false;
        }
    }

    /// <summary>Whether an exception means that the file cannot be read, as against a fault of ours.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
