using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using ValueType = EdgeCompile.Ir.ValueType;

namespace EdgeCompile.Harness;

/// <summary>One case of a model: inputs and the outputs they should give, in the model's order.</summary>
sealed record TestCase(string Name, IReadOnlyList<Datum> Inputs, IReadOnlyList<Datum> Outputs);

/// <summary>
/// Reads test data as ONNX lays it out. A file does not say whether it is a tensor, a sequence or an optional: the model's type does.
/// </summary>
static class TestData
{
    /// <summary>
    /// The case in a <c>test_data_set_k</c> folder. There may be fewer files than the model has inputs or outputs: trailing ones can be optional.
    /// </summary>
    public static TestCase Read(string dataSet, IReadOnlyList<ValueType> inputs, IReadOnlyList<ValueType> outputs) =>
        new(Path.GetFileName(dataSet), ReadAll(dataSet, "input", inputs), ReadAll(dataSet, "output", outputs));

    /// <summary>The inputs or the outputs of a data set, by their files' prefix, where all of them are tensors.</summary>
    public static IReadOnlyList<Tensor> ReadTensors(string dataSet, string prefix) => [.. ModelFolder.FilesOf(dataSet, prefix).Select(ReadTensor)];

    static IReadOnlyList<Datum> ReadAll(string dataSet, string prefix, IReadOnlyList<ValueType> types)
    {
        var files = ModelFolder.FilesOf(dataSet, prefix);
        if (files.Count > types.Count) throw new InvalidDataException($"{dataSet} has {files.Count} {prefix}s, the model {types.Count}");
        return [.. files.Zip(types, Read)];
    }

    /// <summary>One file, read as what the type says.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else.</exception>
    public static Datum Read(string path, ValueType type)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return type switch
            {
                TensorType => Of(TensorProto.Parser.ParseFrom(stream)),
                SequenceType sequence => Of(SequenceProto.Parser.ParseFrom(stream), sequence),
                OptionalType optional => Of(OptionalProto.Parser.ParseFrom(stream), optional),
                _ => throw new InvalidDataException($"values of type {type} are not read"),
            };
        }
        catch (Exception e) when (e is Google.Protobuf.InvalidProtocolBufferException or ModelException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    static Tensor ReadTensor(string path) => (Tensor)Read(path, new TensorType(ElementType.Undefined, Shape.Scalar));

    static Tensor Of(TensorProto tensor) => new TensorReader(files: null).Read(tensor);

    static SequenceDatum Of(SequenceProto sequence, SequenceType type)
    {
        IEnumerable<Datum> items = type.Element switch
        {
            TensorType when sequence.SparseTensorValues.Count == 0 => sequence.TensorValues.Select(Of),
            SequenceType inner => sequence.SequenceValues.Select(item => Of(item, inner)),
            OptionalType inner => sequence.OptionalValues.Select(item => Of(item, inner)),
            _ => throw new InvalidDataException($"sequences of {type.Element} are not read from such a file"),
        };
        return new([.. items]);
    }

    static OptionalDatum Of(OptionalProto optional, OptionalType type) => new(type.Element switch
    {
        TensorType when optional.SparseTensorValue is null => optional.TensorValue is { } tensor ? Of(tensor) : null,
        SequenceType inner => optional.SequenceValue is { } sequence ? Of(sequence, inner) : null,
        OptionalType inner => optional.OptionalValue is { } item ? Of(item, inner) : null,
        _ => throw new InvalidDataException($"optionals of {type.Element} are not read from such a file"),
    });
}
