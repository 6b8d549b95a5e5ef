using EdgeCompile.Host;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.Onnx;

/// <summary>External data on a real disk.</summary>
public sealed class ExternalFilesTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgecompile");

    public void Dispose() => _folder.Delete(recursive: true);

    string Write(string name, params byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    Tensor Read(string location) => new TensorReader(new NeighbourFiles(Path.Combine(_folder.FullName, "models", "model.onnx"))).Read(new TensorProto
    {
        DataType = (int)ElementType.UInt8,
        Dims = { 3 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData =
        {
            new StringStringEntryProto { Key = "location", Value = location },
            new StringStringEntryProto { Key = "offset", Value = "1" },
        },
    });

    string Refusal(string location) => Assert.Throws<ModelException>(() => Read(location)).Message;

    [Fact]
    public void A_file_beside_the_model_is_read()
    {
        Write("models/weights.bin", 9, 1, 2, 3, 9);
        Assert.Equal([1, 2, 3], Read("weights.bin").Bytes);
    }

    [Fact]
    public void A_short_a_missing_and_a_file_that_is_a_folder_are_refused()
    {
        Write("models/short.bin", 9, 1, 2);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "models", "folder"));
        Assert.Equal("bytes 1 to 4 lie outside of 'short.bin', which has 3", Refusal("short.bin"));
        Assert.StartsWith("'missing.bin' cannot be read", Refusal("missing.bin"));
        Assert.StartsWith("'folder' cannot be read", Refusal("folder"));
    }

    [Fact]
    public void A_link_is_refused_wherever_it_leads()
    {
        var secret = Write("secret.bin", 1, 2, 3, 4);
        Write("models/near.bin", 1, 2, 3, 4);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "models", "far-link.bin"), secret);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "models", "near-link.bin"), "near.bin");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "models", "nowhere-link.bin"), "nowhere.bin");
        Assert.Equal("'far-link.bin' is a link", Refusal("far-link.bin"));
        Assert.Equal("'near-link.bin' is a link", Refusal("near-link.bin"));
        Assert.Equal("'nowhere-link.bin' is a link", Refusal("nowhere-link.bin"));
    }

    [Fact]
    public void A_path_out_of_the_folder_is_refused_even_if_the_file_is_there()
    {
        Write("secret.bin", 1, 2, 3, 4);
        Write("models/inner/weights.bin", 1, 2, 3, 4);
        Assert.Equal("its data lies in '../secret.bin'", Refusal("../secret.bin"));
        Assert.Equal("its data lies in 'inner/weights.bin'", Refusal("inner/weights.bin"));
    }
}
