using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Host;

/// <summary>The files in a model's folder. Links are refused, since a model must not reach what lies elsewhere.</summary>
sealed class NeighbourFiles(string modelPath) : IExternalData
{
    public long Length(string fileName) => Reading(fileName, stream => stream.Length);

    public byte[] Read(string fileName, long offset, int length) => Reading(fileName, stream => FileContent.Read(stream, offset, length));

    /// <summary>The hash of a file; "" where it cannot be read, which is then said when it is.</summary>
    public string Hash(string fileName, CancellationToken cancel) =>
        IsLink(PathOf(fileName)) ? "" : FileContent.Hash(PathOf(fileName), cancel).Sha256;

    string PathOf(string fileName) => Path.Combine(Path.GetDirectoryName(modelPath) ?? "", fileName);

    static bool IsLink(string path) =>
        new FileInfo(path).Attributes is var attributes && attributes != (FileAttributes)(-1)      // all bits are set where there is no file
        && (attributes & FileAttributes.ReparsePoint) != 0;

    T Reading<T>(string fileName, Func<FileStream, T> read)
    {
        var path = PathOf(fileName);
        try
        {
            if (IsLink(path)) throw new ModelException($"{MessageText.Quote(fileName)} is a link");
            using var stream = FileContent.Open(path);
            return read(stream);
        }
        catch (Exception e) when (FileContent.IsRefusal(e))
        {
            throw new ModelException($"{MessageText.Quote(fileName)} cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
