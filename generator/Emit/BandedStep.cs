using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>A stretch of the arena, in bytes.</summary>
readonly record struct ArenaRange(long First, long End)
{
    public bool Overlaps(ArenaRange other) => First < other.End && other.First < End;
}

/// <summary>A step whose units follow the rows of a picture: what it reads and writes up to one of them, and from there on.</summary>
sealed class BandedStep
{
    const int RowAxis = 2, ColumnAxis = 3;

    /// <summary>For each row of the output the rows of the input that it is made of, ascending.</summary>
    readonly Interval[] _rowsOfInput;
    readonly EquatableArray<int> _pixels;
    readonly StepOperand _input, _output;
    readonly ArenaRange[] _others;

    BandedStep(StepCall call, Interval[] rowsOfInput, StepOperand input, StepOperand output)
    {
        (_rowsOfInput, _pixels, _input, _output, Units) = (rowsOfInput, call.PixelsOfUnits, input, output, call.Units);
        _others = [.. call.Step.Operands.Where(operand => operand != input && operand != output).Select(Whole)];
        WeightBytes = call.Step.Kernel.Weights.Sum(tensor => tensor.Bytes.Length);
    }

    /// <summary>Null if the step is none of those.</summary>
    public static BandedStep? Of(StepCall call)
    {
        var (kernel, operands) = (call.Step.Kernel, call.Step.Operands);
        if (call.PixelsOfUnits.Count == 0 || kernel.RowsOfInput(0) is null) return null;
        var input = operands.First(operand => operand.Value == kernel.Inputs[0]);
        var output = operands.Single(operand => operand.IsWritten);
        if (operands.Any(operand => operand != input && IsCallers(operand)) || !(IsCallers(input) || LiesInRows(input)) || !LiesInRows(output)
            || RowsOf(output) * output.Value.Shape[ColumnAxis] != call.PixelsOfUnits[call.Units - 1]) return null;
        Interval[] rows = [.. Enumerable.Range(0, RowsOf(output)).Select(row => kernel.RowsOfInput(row)!.Value)];
        return rows.Zip(rows.Skip(1), (row, next) => row.Low <= next.Low && row.High <= next.High).All(ascend => ascend)
            ? new(call, rows, input, output) : null;
    }

    public int Units { get; }
    /// <summary>Whether it reads an input of the model where the caller has it, and no step writes.</summary>
    public bool ReadsCallers => IsCallers(_input);
    public int WeightBytes { get; }
    public int ResultBytes => _output.Value.Shape.Count * _output.Value.Element.Size();
    public int Bytes => ResultBytes + _input.Value.Shape.Count * _input.Value.Element.Size();

    public bool ReadsResultOf(BandedStep other) => _input.Storage.Buffer == other._output.Storage.Buffer;

    /// <summary>What the units before this one write.</summary>
    public ArenaRange WritesUpTo(int unit) => Rows(_output, 0, RowsStartedBy(unit));

    /// <summary>What this unit and those behind it write.</summary>
    public ArenaRange WritesFrom(int unit) => Rows(_output, RowsDoneBy(unit), RowsOf(_output));

    /// <summary>What the units before this one read.</summary>
    public IEnumerable<ArenaRange> ReadsUpTo(int unit) =>
        Reads(_rowsOfInput[0].Low, unit == 0 ? _rowsOfInput[0].Low : _rowsOfInput[RowsStartedBy(unit) - 1].High + 1);

    /// <summary>What this unit and those behind it read.</summary>
    public IEnumerable<ArenaRange> ReadsFrom(int unit) =>
        Reads(_rowsOfInput[Math.Min(RowsDoneBy(unit), _rowsOfInput.Length - 1)].Low,
            Math.Max(RowsOf(_input), _rowsOfInput[_rowsOfInput.Length - 1].High + 1));

    IEnumerable<ArenaRange> Reads(long from, long to) => ReadsCallers ? _others : _others.Append(Rows(_input, from, to));

    int RowsDoneBy(int unit) => unit == 0 ? 0 : _pixels[unit - 1] / Columns;
    int RowsStartedBy(int unit) => unit == 0 ? 0 : (_pixels[unit - 1] + Columns - 1) / Columns;
    int Columns => _output.Value.Shape[ColumnAxis];

    static bool IsCallers(StepOperand operand) => operand.Storage.Buffer.Region != Region.Arena;

    static int RowsOf(StepOperand operand) => operand.Value.Shape[RowAxis];

    /// <summary>One picture, row by row.</summary>
    static bool LiesInRows(StepOperand operand)
    {
        var (shape, strides) = (operand.Value.Shape, operand.Storage.Layout.Strides);
        return shape.Rank == 4 && shape[0] == 1 && shape[RowAxis] > 1
            && strides[RowAxis] >= shape[ColumnAxis] * strides[ColumnAxis] && strides[ColumnAxis] >= shape[1] * strides[1];
    }

    /// <summary>Rows of a buffer with the room beside them: a row's padding reaches into its neighbours at most.</summary>
    static ArenaRange Rows(StepOperand operand, long from, long to)
    {
        var (whole, layout, size) = (Whole(operand), operand.Storage.Layout, operand.Value.Element.Size());
        return new(Math.Max(whole.First, At(from - 1)), Math.Min(whole.End, At(to + 1)));

        long At(long row) => whole.First + size * (layout.Offset + row * layout.Strides[RowAxis]);
    }

    static ArenaRange Whole(StepOperand operand) => new(operand.Storage.Buffer.Offset, operand.Storage.Buffer.Offset + operand.Storage.Buffer.Bytes);
}
