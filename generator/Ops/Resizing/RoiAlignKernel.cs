using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// The bins of all regions, one after the other. How many points a bin has may follow from the size of its region, which only the data
/// tells: loops of that length no loop nest can say.
/// </summary>
sealed class RoiAlignKernel(Node node) : Kernel
{
    readonly RoiAlignAttributes _attributes = node.AttributesAs<RoiAlignAttributes>();
    readonly Shape _shape = node.Input(0).Shape;
    readonly ElementType _work = node.Output.Element == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32;

    public override string Name => $"{node.Output.Element.Text()}-roialign-{(_attributes.Largest ? "max" : "avg")}";
    public override IReadOnlyList<Value> Inputs { get; } = [.. node.Inputs.OfType<Value>().Where(input => !input.IsConstant).Distinct()];
    public override IReadOnlyList<Value> Constants { get; } = [.. node.Inputs.OfType<Value>().Where(input => input.IsConstant).Distinct()];
    public override IReadOnlyList<Value> Outputs => [node.Output];

    public override void Emit(KernelWriter writer)
    {
        if (node.Output.Shape.Count == 0) return;
        var code = writer.Code;
        Operand x = writer[node.Input(0)], pictures = writer[node.Input(2)], y = writer[node.Output];
        using (code.Loop("r", 0, node.Output.Shape[0]))
        {
            code.Line($"var picture = RefMath.Add(ref {pictures.Name}, {pictures.Address("r")});");
            using (code.Braces($"if (unchecked((ulong)picture) >= {Number(_shape[0])})"))
                code.Line("throw new ArgumentOutOfRangeException(nameof(picture), picture, \"A region is of a picture that is not there.\");");
            Side(writer, "left", "across", 0, _attributes.Width);
            Side(writer, "top", "down", 1, _attributes.Height);
            using (code.Loop("c", 0, _shape[1]))
            {
                code.Line($"ref var plane = ref RefMath.Add(ref {x.Name}, {x.Address("unchecked((int)picture)", "c", "0", "0")});");
                using (code.Loop("i", 0, _attributes.Height))
                using (code.Loop("j", 0, _attributes.Width))
                {
                    code.Line($"var total = {Zero};");
                    if (_attributes.Largest) code.Line("var first = true;");
                    using (code.Braces("for (var p = 0; p < down; p++)")) Points(code, x);
                    if (!_attributes.Largest) code.Line("total /= Math.Max(down * across, 1);");
                    code.Line($"RefMath.Add(ref {y.Name}, {y.Address("r", "c", "i", "j")}) = {Cast("total", _work, node.Output.Element)};");
                }
            }
        }
    }

    /// <summary>Where a region begins along an axis, how long a bin is, and how many points it has.</summary>
    void Side(KernelWriter writer, string start, string points, int corner, int bins)
    {
        var regions = writer[node.Input(1)];
        var offset = _attributes.HalfPixel ? " - " + Literal(0.5) : "";
        writer.Code.Line($"var {start} = {Coordinate(corner)}{offset};");
        writer.Code.Line($"var {start}Bin = {Coordinate(corner + 2)}{offset} - {start};");
        if (!_attributes.HalfPixel) writer.Code.Line($"{start}Bin = Math.Max({start}Bin, {Literal(1)});");
        writer.Code.Line($"{start}Bin /= {Number(bins)};");
        writer.Code.Line($"var {points} = {(_attributes.Samples > 0 ? Number(_attributes.Samples) : $"unchecked((int)Math.Ceiling({start}Bin))")};");

        string Coordinate(int at)
        {
            var element = $"RefMath.Add(ref {regions.Name}, {regions.Address("r", Number(at))})";
            return $"{Cast(element, node.Input(1).Element, _work)} * {Literal(_attributes.Scale)}";
        }
    }

    void Points(CodeWriter code, Operand x)
    {
        code.Line($"var y = top + i * topBin + (p + {Literal(0.5)}) * topBin / down;");
        using (code.Braces("for (var q = 0; q < across; q++)"))
        {
            code.Line($"var x = left + j * leftBin + (q + {Literal(0.5)}) * leftBin / across;");
            code.Line($"{Type} a = 0, b = 0, c0 = 0, d = 0;");
            using (code.Braces($"if (y >= -1 && y <= {Number(_shape[2])} && x >= -1 && x <= {Number(_shape[3])})"))
            {
                Neighbours(code, "y", "up", "low", "dy", _shape[2]);
                Neighbours(code, "x", "west", "east", "dx", _shape[3]);
                code.Line($"a = (1 - dy) * (1 - dx) * {Element("up", "west")};");
                code.Line($"b = (1 - dy) * dx * {Element("up", "east")};");
                code.Line($"c0 = dy * (1 - dx) * {Element("low", "west")};");
                code.Line($"d = dy * dx * {Element("low", "east")};");
            }
            if (!_attributes.Largest) code.Line("total += a + b + c0 + d;");
            else
            {
                code.Line("var largest = Math.Max(Math.Max(a, b), Math.Max(c0, d));");
                code.Line("total = first ? largest : Math.Max(total, largest);");
                code.Line("first = false;");
            }
        }

        string Element(string row, string column) =>
            Cast($"RefMath.Add(ref plane, {row} * {Number(x.Layout.Strides[2])} + {column} * {Number(x.Layout.Strides[3])})", x.Value.Element, _work);
    }

    void Neighbours(CodeWriter code, string place, string first, string second, string share, int size)
    {
        code.Line($"var {place}Inside = Math.Max({place}, {Zero});");
        code.Line($"var {first} = Math.Min(unchecked((int){place}Inside), {Number(size - 1)});");
        code.Line($"var {second} = Math.Min({first} + 1, {Number(size - 1)});");
        code.Line($"var {share} = {second} == {first} ? {Zero} : {place}Inside - {first};");
    }

    string Type => _work.CSharpName();
    string Zero => Literal(0);
    string Literal(double number) => ScalarCode.Literal(new(number, _work));
    static string Number(int number) => CSharpText.Number(number);

    static string Cast(string text, ElementType from, ElementType to) =>
        from == to ? text : ScalarCode.Call((Expr.Call)Expr.Cast(Expr.Of(0.0, from), to), [text]);
}
