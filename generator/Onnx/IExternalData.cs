using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>
/// The files beside a model that hold its larger tensors. Only the host opens files; a caller without them passes null, and models
/// that need them are refused. Names are bare file names: <see cref="ExternalDataReader"/> has checked that.
/// </summary>
interface IExternalData
{
    /// <summary>The bytes in a file of the model's folder.</summary>
    /// <exception cref="ModelException">There is no such file, it cannot be read, or it is a link.</exception>
    long Length(string fileName);

    /// <summary>A range of the file, which lies inside of it.</summary>
    /// <exception cref="ModelException">It cannot be read, or it is a link.</exception>
    byte[] Read(string fileName, long offset, int length);
}
