using System.Globalization;
using EdgeCompile.Ir;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>
/// Bytes of a tensor that lie in a file beside the model. A model is untrusted, and what it names ends up in the program, so it may
/// name only plain files of its own folder: no path, no drive, no link. ONNX: docs/ExternalData.md.
/// </summary>
static class ExternalDataReader
{
    const string Beside = "external data must be a plain file in the model's folder; save the model with its data in one file, or beside it";

    /// <summary>The bytes, exactly as many as the tensor takes.</summary>
    public static byte[] Read(TensorProto tensor, int length, IExternalData? files)
    {
        string? location = null;
        long offset = 0, stored = length;
        foreach (var entry in tensor.ExternalData)
        {
            switch (entry.Key)
            {
                case "location": location = entry.Value; break;
                case "offset": offset = Number(entry); break;
                case "length": stored = Number(entry); break;
                case "checksum": break;                                    // optional; ONNX leaves it to the reader
                default: throw new ModelException($"its external data has the unknown key {Quote(entry.Key)}");
            }
        }

        if (location is null) throw new ModelException("its data is external, and no location says where");
        if (!IsBareFileName(location)) throw new ModelException($"its data lies in {Quote(location)}", Beside);
        if (files is null) throw new ModelException($"its data lies in the file {Quote(location)}, and no files can be read here");
        if (stored != length) throw new ModelException($"its external data has {stored} bytes, and its type takes {length}");

        var fileLength = files.Length(location);
        if (offset > fileLength - length)                                  // no overflow: both are at least 0
            throw new ModelException($"bytes {offset} to {(decimal)offset + length} lie outside of {Quote(location)}, which has {fileLength}");
        var bytes = files.Read(location, offset, length);
        return bytes.Length == length ? bytes : throw new ModelException($"{Quote(location)} ended early");
    }

    /// <summary>Whether a name stays in the model's folder on every system that builds.</summary>
    public static bool IsBareFileName(string name) =>
        name.Length is > 0 and <= 255
        && name.All(c => c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|') && !char.IsControl(c))
        && name[name.Length - 1] is not ('.' or ' ')                       // Windows drops them; this also refuses "." and ".."
        && name[0] != ' ';

    static long Number(StringStringEntryProto entry) =>
        long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ModelException($"the {entry.Key} {Quote(entry.Value)} of its external data is not a number of bytes");
}
