using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// One step of the compiled model: reads tensors, makes tensors, in code that knows every extent and stride. The planner asks what it
/// needs of its operands, places them, and lets it write its method once for each rung.
/// </summary>
abstract class Kernel
{
    /// <summary>By the grammar of docs/kernels.md: element type, operation, parameters, variant; as in <c>f32-conv-3x3s2-direct</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The tensors that are read at run time, without the epilogue's; parameters of the method in this order. No constants.</summary>
    public abstract IReadOnlyList<Value> Inputs { get; }

    /// <summary>The tensors that the node makes.</summary>
    public abstract IReadOnlyList<Value> Outputs { get; }

    /// <summary>Constants packed as the kernel wants them in memory; the same for all rungs, so that they are stored once.</summary>
    public virtual IReadOnlyList<Tensor> Weights => [];

    public virtual long MultiplyAdds => 0;

    /// <summary>The zeros that the kernel reads around an input, or null.</summary>
    public virtual Halo? HaloOf(Value input) => null;

    /// <summary>Whether the kernel rather reads an input that lies so without those zeros than has it copied to where they are.</summary>
    public virtual bool ReadsBare(Value input, Layout layout) => false;

    /// <summary>The axis along which an input's elements must be neighbours (stride 1), or -1 if any strides will do.</summary>
    public virtual int UnitAxisOf(Value input) => -1;

    /// <summary>The same for the output; -1: any strides.</summary>
    public virtual int OutputUnitAxis => -1;

    /// <summary>The order of the output's axes in memory that suits the kernel, outermost first; null: as the first input lies.</summary>
    public virtual IReadOnlyList<int>? PreferredOrder => null;

    /// <summary>Bytes of scratch that the method gets as a last parameter (ref byte), 64-byte aligned; the largest over the rungs.</summary>
    public virtual int ScratchBytes => 0;

    /// <summary>The same, where it depends on how the operands lie.</summary>
    public virtual int ScratchBytesWith(Func<Value, Layout> layoutOf) => ScratchBytes;

    /// <summary>
    /// Which rows of the first input, and of what lies around it, a row of the result is made of; null if rows of pictures are not all there is
    /// to it.
    /// </summary>
    public virtual Interval? RowsOfInput(int row) => null;

    /// <summary>Whether an element-wise expression can be applied to the result before it is stored.</summary>
    public virtual bool TakesEpilogue => false;

    /// <summary>Whether an input may share its memory with the output: the kernel reads element i before it writes element i, and no other.</summary>
    public virtual bool InPlace(Value input) => false;

    /// <summary>What is applied to the result, if anything.</summary>
    public Epilogue? Epilogue { get; set; }

    /// <summary>Takes what fusion found to be applied to the result; called once.</summary>
    public virtual void Take(Epilogue epilogue) => Epilogue = epilogue;

    /// <summary>The tensors that the step stores.</summary>
    public IReadOnlyList<Value> Results => Epilogue is { } epilogue ? [epilogue.Output] : Outputs;

    /// <summary>All tensors that the step reads at run time: its inputs, then what the epilogue reads more.</summary>
    public IReadOnlyList<Value> Reads =>
        Epilogue is null ? Inputs : [.. Inputs.Concat(Epilogue.Expression.Loads().Select(load => load.Source).Where(source => !source.IsConstant)).Distinct()];

    /// <summary>
    /// Constants that expressions load (a nest's or the epilogue's): stored row-major, and operands of the method after the tensors.
    /// </summary>
    public virtual IReadOnlyList<Value> Constants =>
        Epilogue is null ? [] : [.. Epilogue.Expression.Loads().Select(load => load.Source).Where(source => source.IsConstant).Distinct()];

    /// <summary>Writes the statements of the method's body for one rung.</summary>
    public abstract void Emit(KernelWriter writer);
}

/// <summary>An element-wise expression over a kernel's result (<see cref="Expr.Accumulator"/>) and tensors read at the same output indices.</summary>
sealed record Epilogue(Expr Expression, Value Output, IReadOnlyList<Node> Nodes)
{
    /// <summary>Whether it would push a tile's sums out of their registers: it has exponentials, or looks up where what it loads lies.</summary>
    public bool IsCostly => VectorCode.IsCostly(Expression) || Expression.Parts().Any(part => part is Expr.Table);
}

/// <summary>A parameter of a kernel's method: a tensor and how it lies from the reference that is passed.</summary>
sealed record Operand(Value Value, string Name, Shape Shape, Layout Layout)
{
    /// <summary>Whether the zeros that the kernel reads around the tensor are not there (<see cref="Kernel.ReadsBare"/>).</summary>
    public bool IsBare { get; init; }

    /// <summary>The element offset, as C# of type int, of an element given by C# integer expressions, one for each axis.</summary>
    public string Address(params string[] indices)
    {
        var terms = new List<string>();
        for (var axis = 0; axis < indices.Length; axis++)
        {
            if (Shape[axis] == 1 || Layout.Strides[axis] == 0 || indices[axis] == "0") continue;
            var index = IndexCode.IsName(indices[axis]) ? indices[axis] : $"({indices[axis]})";
            terms.Add(Layout.Strides[axis] == 1 ? index : $"{index} * {CSharpText.Number(Layout.Strides[axis])}");
        }
        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }

    /// <summary>The element there, as C# that can be referred to.</summary>
    public string Element(params string[] indices) => At(Name, Address(indices));

    /// <summary><c>RefMath.Add(ref name, offset)</c>, or the name where nothing is added.</summary>
    public static string At(string name, string offset) => offset == "0" ? name : $"RefMath.Add(ref {name}, {offset})";
}

/// <summary>What a kernel writes its method with: the rung, the text, and its operands under the names of the method's parameters.</summary>
sealed class KernelWriter(Isa isa, CodeWriter code, IReadOnlyList<Operand> operands, IReadOnlyList<string> weights, SharedMethods shared)
{
    readonly List<Operand> _operands = [.. operands];
    List<EquatableArray<int>> _tables = [];
    int _locals;

    public Isa Isa { get; } = isa;
    public CodeWriter Code { get; } = code;

    /// <summary>The methods that the kernels of a rung share.</summary>
    public SharedMethods Shared { get; } = shared;

    /// <summary>A writer for a method that this one calls, with other operands and with locals that its parts share, if any are given.</summary>
    public KernelWriter Inner(CodeWriter text, IReadOnlyList<Operand>? others = null, SharedLocals? locals = null) =>
        new(Isa, text, others ?? _operands, weights, Shared) { _tables = _tables, SharedLocals = locals };

    /// <summary>How expressions refer to elements that several of them read; null: each by itself.</summary>
    public Places? Places { get; set; }

    /// <summary>Where expressions take their locals from; null: each declares its own.</summary>
    public SharedLocals? SharedLocals { get; private init; }

    /// <summary>The reference parameter of weight <paramref name="index"/>, positioned at its first element.</summary>
    public string Weight(int index) => weights[index];

    /// <summary>An input, output, or constant of the epilogue; its reference parameter is positioned at Layout.Offset.</summary>
    public Operand this[Value value] => _operands.First(operand => operand.Value == value);

    /// <summary>Adds a tensor that lies in the method's scratch, under the name of a local reference.</summary>
    public void Declare(Operand operand) => _operands.Add(operand);

    /// <summary>A name for a local variable that no other part of the method uses.</summary>
    public string Local(string prefix) => prefix + CSharpText.Number(_locals++);

    /// <summary>
    /// The name of a static <c>ReadOnlySpan</c> of int with these entries, which the class declares: a digest of them, so that methods
    /// with equal text are equal.
    /// </summary>
    public string Table(EquatableArray<int> entries)
    {
        if (!_tables.Contains(entries)) _tables.Add(entries);
        return TableName(entries);
    }

    /// <summary>The tables that the method asked for.</summary>
    public IReadOnlyList<EquatableArray<int>> Tables => _tables;

    public static string TableName(EquatableArray<int> entries) => "Table" + Digest.OfInts(entries).Substring(0, 12);

    /// <summary>Whether the work may be cut into parts for several threads: the step is large, and its parts need no scratch.</summary>
    public bool MaySplit { get; init; }

    /// <summary>Into how many equal units the method's work can be cut; 0: it does all of it.</summary>
    public int Units { get; private set; }

    /// <summary>
    /// How many pixels of the picture are made by the first unit, by the first two, and so on; empty where units are something else.
    /// </summary>
    public IReadOnlyList<int> PixelsOfUnits { get; private set; } = [];

    /// <summary>
    /// Says into how many units the work is cut; if it is, the method does those from <see cref="From"/> to before <see cref="To"/>.
    /// </summary>
    public bool Split(int units, IEnumerable<int>? pixels = null)
    {
        if (!MaySplit || units < 2) return false;
        Units = units;
        PixelsOfUnits = [.. pixels ?? []];
        return true;
    }

    /// <summary>The parameters that say which units a call does.</summary>
    public const string From = "unitFrom", To = "unitTo";

    /// <summary>The scratch parameter, a <c>ref byte</c>.</summary>
    public string Scratch => "scratch";
}
