using EdgeCompile.Onnx;

namespace EdgeCompile.Tasks;

/// <summary>Notes which files beside a model are read.</summary>
sealed class ReadFiles(IExternalData files) : IExternalData
{
    readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _names;

    public long Length(string fileName)
    {
        _names.Add(fileName);
        return files.Length(fileName);
    }

    public byte[] Read(string fileName, long offset, int length)
    {
        _names.Add(fileName);
        return files.Read(fileName, offset, length);
    }
}
