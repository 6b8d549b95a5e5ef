using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>The axes of an output along which a tile extends; -1: none. Vectors lie along the last, which need not be that of channels.</summary>
readonly record struct TileAxes(int Row, int Column, int Channel);

/// <summary>
/// An epilogue inside of a micro-kernel. What it loads at even distances becomes a reference and its distances, so that layers share the
/// text; else the kernel gets the operands and indices themselves.
/// </summary>
sealed class TileEpilogue
{
    readonly MicroKernel _micro;
    readonly KernelWriter _writer;
    readonly Expr _expression;
    readonly string[] _axes;
    readonly TileAxes _tile;
    readonly List<(string Name, int Row, int Column, int Channel)>? _placed;

    /// <summary>Whether it is one function for all elements.</summary>
    public bool IsSameEverywhere { get; }

    /// <summary>Whether all that it loads lies at even distances.</summary>
    public bool IsEven => _placed is not null;

    /// <param name="writer">The caller.</param>
    /// <param name="micro">The micro-kernel.</param>
    /// <param name="epilogue">What is applied.</param>
    /// <param name="axes">The C# of each output index of the tile's first element, in the caller.</param>
    /// <param name="tile">The axes of the tile.</param>
    public TileEpilogue(KernelWriter writer, MicroKernel micro, Epilogue epilogue, string[] axes, TileAxes tile)
    {
        (_micro, _axes, _tile, _expression) = (micro, axes, tile, epilogue.Expression);
        var loads = _expression.Loads().Where(load => load.Source.Constant is not { Count: 1 }).ToList();
        IsSameEverywhere = IsPlaceless(_expression);
        var withoutLoads = _expression.Substitute(part => part is Expr.Load load && loads.Contains(load) ? Expr.Of(0, load.Type) : null);
        if (loads.All(IsEven) && IsPlaceless(withoutLoads))
        {
            _placed = [];
            var places = new Dictionary<Expr, Expr>();
            var operands = new List<Operand>();
            foreach (var load in loads)
            {
                var (name, address) = ("e" + Number(_placed.Count), Address(load));
                var value = new Value(name, new TensorType(ElementType.Float32, new Shape(1)));
                micro.Reference("float", name, Operand.At(writer[load.Source].Name, new IndexCode(writer, axes, _ => "").Sum(address)));
                operands.Add(new(value, name, value.Shape, Layout.RowMajor(value.Shape)));
                _placed.Add((name, tile.Row < 0 ? 0 : address[tile.Row], tile.Column < 0 ? 0 : address[tile.Column], address[tile.Channel]));
                var place = Expr.Loop(_placed.Count);
                places[load] = Expr.Element(value, address[tile.Channel] == 0 ? place : Expr.Loop(0) + place);
            }
            _expression = _expression.Substitute(part => places.TryGetValue(part, out var load) ? load : null);
            _writer = writer.Inner(micro.Code, operands);
        }
        else
        {
            foreach (var load in loads) micro.Reference(load.Source.Element.CSharpName(), writer[load.Source].Name, writer[load.Source].Name);
            foreach (var axis in axes.Where(axis => !char.IsDigit(axis[0]))) micro.Index(axis);
            _writer = writer.Inner(micro.Code);
        }

        Affine Address(Expr.Load load) => Affine.Address(load.Indices, writer[load.Source].Layout.Strides);

        bool IsEven(Expr.Load load) => load is { Type: ElementType.Float32, Outside: null }
            && Address(load) is var address && address.Others.Count == 0 && address[tile.Channel] is 0 or 1;
    }

    /// <summary>
    /// The C# of the result for some channels of one of the tile's pixels; what it takes as locals is written to <paramref name="code"/>.
    /// </summary>
    public string Apply(CodeWriter code, string value, int lanes, int channel, string row, string column)
    {
        var writer = _writer.Inner(code, locals: _micro.Locals);
        if (_placed is not null)
        {
            var places = _placed.Select(load => _micro.Sum([(load.Name + "Row", load.Row, row), (load.Name + "Column", load.Column, column)]));
            return new VectorCode(writer, lanes, 0, [Number(channel), .. places]).Write(_expression, value);
        }
        var at = (string[])_axes.Clone();
        if (_tile.Row >= 0) at[_tile.Row] = Further(at[_tile.Row], row);
        if (_tile.Column >= 0) at[_tile.Column] = Further(at[_tile.Column], column);
        at[_tile.Channel] = Plus(at[_tile.Channel], channel);
        return new VectorCode(writer, lanes, _tile.Channel, at).Write(_expression, value);
    }

    /// <summary>
    /// Applies an even one to the sums of neighbouring pixels, by methods that the rung has once: the C# compiler's time goes by the operations
    /// it reads.
    /// </summary>
    /// <param name="sums">The locals of the sums.</param>
    /// <param name="lanes">Floats of each.</param>
    /// <param name="channel">Their first channel.</param>
    /// <param name="row">The row of the first.</param>
    /// <param name="column">Its column.</param>
    /// <param name="alongRows">Whether they lie in one column, not in one row.</param>
    public void ApplyTo(IReadOnlyList<string> sums, int lanes, int channel, string row, string column, bool alongRows)
    {
        var loads = _placed!.Select(load => (load.Name, At: PlaceOf(load), Step: StepOf(load))).ToArray();
        var arguments = sums.Select(sum => "ref " + sum)
            .Concat(loads.SelectMany(load => sums.Count == 1 ? new[] { "ref " + load.Name, load.At } : ["ref " + load.Name, load.At, load.Step]));
        _micro.Code.Line($"{(sums.Count == 1 ? Function(lanes) : Function(lanes, sums.Count))}({string.Join(", ", arguments)});");

        string PlaceOf((string Name, int Row, int Column, int Channel) load) =>
            _micro.Sum([(load.Name + "Row", load.Row, row), (load.Name + "Column", load.Column, column)], channel * load.Channel);

        string StepOf((string Name, int Row, int Column, int Channel) load) => (alongRows ? load.Row : load.Column) is var step && step == 0 ? "0"
            : _micro.Number(load.Name + (alongRows ? "Row" : "Column"), step);
    }

    /// <summary>The method that applies it to one sum; what it loads begins at the places that it is given.</summary>
    string Function(int lanes)
    {
        var body = new CodeWriter();
        var result = new VectorCode(_writer.Inner(body), lanes, 0, ["0", .. _placed!.Select(load => load.Name + "At")]).Write(_expression, "sum");
        var parameters = _placed!.SelectMany(load => new[] { "ref float " + load.Name, $"int {load.Name}At" });
        return _writer.Shared.Inlined("Epilogue", string.Join(", ", parameters.Prepend($"ref {Isa.VectorType(lanes)} sum")),
            $"{body}sum = {Bare(result)};");
    }

    /// <summary>The method that applies it to so many; what it loads lies a step further for each.</summary>
    string Function(int lanes, int count)
    {
        var one = Function(lanes);
        var sums = Enumerable.Range(0, count).Select(i => "sum" + Number(i)).ToArray();
        var parameters = sums.Select(sum => $"ref {Isa.VectorType(lanes)} {sum}")
            .Concat(_placed!.SelectMany(load => new[] { "ref float " + load.Name, $"int {load.Name}At", $"int {load.Name}Step" }));
        return _writer.Shared.Inlined($"{one}Of{Number(count)}", string.Join(", ", parameters), string.Join("\n", sums.Select((sum, i) =>
            $"{one}({string.Join(", ", _placed!.SelectMany(load => new[] { "ref " + load.Name, Place(load.Name, i) }).Prepend("ref " + sum))});")));

        static string Place(string load, int i) => Sum([(load + "At", 1), (load + "Step", i)]);
    }

    static string Further(string index, string steps) =>
        int.TryParse(steps, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? Plus(index, number)
        : index == "0" ? steps : $"{index} + {steps}";

    static bool IsPlaceless(Expr expression) => !expression.Parts().Any(part => part is Expr.Index or Expr.Table
        || part is Expr.Load load && load.Source.Constant is not { Count: 1 });
}
