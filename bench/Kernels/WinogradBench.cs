using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Ops;
using Google.Protobuf;

namespace EdgeCompile.Bench;

/// <summary>
/// Exact integer Winograd against the direct kernel of the best rung, on shapes of 3x3 convolutions of mlperf_ic: sums alone, bit for bit the same.
/// </summary>
static class WinogradBench
{
    static readonly (int Channels, int Outputs, int Size)[] shapes = [(16, 16, 32), (32, 32, 16), (64, 64, 8)];

    public static int Run()
    {
        Console.WriteLine("channels x rows x columns to outputs, largest weight, direct µs, Winograd µs, direct over Winograd");
        foreach (var largest in (int[])[127, 40])
            foreach (var (channels, outputs, size) in shapes) Race(channels, outputs, size, largest);
        return 0;
    }

    static void Race(int channels, int outputs, int size, int largest)
    {
        var random = new Random(1);
        var x = new Tensor(ElementType.UInt8, new Shape(1, channels, size, size));
        random.NextBytes(x.Bytes);
        var weights = new Tensor(ElementType.Int8, new Shape(outputs, channels, 3, 3));
        for (var i = 0; i < weights.Count; i++) weights.SetInt64(i, random.Next(-largest, largest + 1));

        using var compiled = CompiledModels.Compile([new ModelSource("conv", Model(x, weights), Profile: true)], collectible: false);
        using var loaded = compiled.Models[0].New();
        loaded.Rung = RungChoice.Of("best")[0];
        var call = loaded.Prepare([x]);
        var (winograd, padded, sums) = (new IntegerWinograd(channels, outputs, size, weights.Span<sbyte>()), Padded(x),
            new int[outputs * size * size]);
        var step = compiled.Models[0].Plan!.Steps.ToList().FindIndex(step => step.Kernel is ByteKernel);
        long direct = long.MaxValue, other = long.MaxValue;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;)
        {
            Array.Clear(loaded.StepTicks);
            call.Run();
            direct = Math.Min(direct, loaded.StepTicks[step]);
            var before = Stopwatch.GetTimestamp();
            winograd.Run(ref padded[0], ref sums[0]);
            other = Math.Min(other, Stopwatch.GetTimestamp() - before);
        }
        for (var i = 0; i < sums.Length; i++)
            if (sums[i] != call.Outputs[0].GetInt64(i % outputs * size * size + i / outputs)) throw new InvalidDataException($"sum {i} differs");
        Console.WriteLine(FormattableString.Invariant(
            $"{channels}x{size}x{size} to {outputs}, {largest}, {Microseconds(direct):f1}, {Microseconds(other):f1}, {direct / (double)other:f2}x"));
    }

    static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    /// <summary>Channels-last, with a border of zeros, and room for the last vector.</summary>
    static byte[] Padded(Tensor x)
    {
        int channels = x.Shape[1], size = x.Shape[2], row = (size + 2) * channels;
        var padded = new byte[(size + 2) * row + 64];
        for (var i = 0; i < x.Count; i++) padded[(i / size % size + 1) * row + (i % size + 1) * channels + i / size / size] = x.Bytes[i];
        return padded;
    }

    static byte[] Model(Tensor x, Tensor weights)
    {
        var node = new NodeProto { OpType = "ConvInteger", Input = { "x", "w" }, Output = { "y" } };
        var pads = new AttributeProto { Name = "pads", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1, 1, 1, 1 } };
        node.Attribute.Add(pads);
        return new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = 13 } },
            Graph = new GraphProto
            {
                Name = "conv", Node = { node }, Input = { Info("x", x.Type) },
                Output = { Info("y", new TensorType(ElementType.Int32, new Shape(1, weights.Shape[0], x.Shape[2], x.Shape[3]))) },
                Initializer =
                {
                    new TensorProto
                    {
                        Name = "w", DataType = (int)weights.Element, Dims = { weights.Shape.Sizes.Select(size => (long)size) },
                        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(weights.Span<sbyte>())),
                    },
                },
            },
        }.ToByteArray();
    }

    static ValueInfoProto Info(string name, TensorType type) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type.Element,
                Shape = new TensorShapeProto { Dim = { type.Shape.Sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }) } },
            },
        },
    };
}
