using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Host;

/// <summary>The files in a model's folder. Links are refused, since a model must not reach what lies elsewhere.</summary>
sealed class NeighbourFiles(string modelPath) : IExternalData
{
    public long Length(string fileName) => Reading(fileName, stream => stream.Length);

    public byte[] Read(string fileName, long offset, int length) => Reading(fileName, stream => FileContent.Read(stream, offset, length));

    T Reading<T>(string fileName, Func<FileStream, T> read)
    {
        var path = Path.Combine(Path.GetDirectoryName(modelPath) ?? "", fileName);
        try
        {
            var attributes = new FileInfo(path).Attributes;                // all bits are set where there is no file
            if (attributes != (FileAttributes)(-1) && (attributes & FileAttributes.ReparsePoint) != 0) throw new ModelException($"{MessageText.Quote(fileName)} is a link");
            using var stream = FileContent.Open(path);
            return read(stream);
        }
        catch (Exception e) when (FileContent.IsRefusal(e))
        {
            throw new ModelException($"{MessageText.Quote(fileName)} cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
