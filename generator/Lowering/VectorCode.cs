using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes an expression as C# for some lanes along one axis: kernels use it for their epilogues, loop nests for their bodies. Parts that
/// occur twice are computed once, into locals.
/// </summary>
/// <param name="writer">The method that is written, with its operands.</param>
/// <param name="lanes">Elements computed at once: 16, 8, 4, or 1 for plain C# scalars (the only choice for results other than float32).</param>
/// <param name="laneAxis">The loop axis along which they lie.</param>
/// <param name="axes">The C# of each loop index, of the first lane: a name, a number, or <c>name + number</c>.</param>
/// <param name="ranges">What each index can come to, over all lanes; with them, needless tests of Outside loads are left out.</param>
sealed class VectorCode(KernelWriter writer, int lanes, int laneAxis, IReadOnlyList<string> axes, IReadOnlyList<Interval>? ranges = null)
{
    const int LongLine = 100;

    readonly string _class = Isa.LaneClass(lanes);
    readonly Dictionary<Expr, int> _uses = [];
    readonly Dictionary<Expr, string> _locals = [];
    string? _accumulator;
    // Above 0 while writing what only runs when a condition holds: no load may be moved out of there.
    int _guarded;

    /// <summary>Writes what it takes as locals and returns the C# of the result: a vector, for bool a mask, or for one lane a scalar.</summary>
    /// <param name="expression">What to compute.</param>
    /// <param name="accumulator">The C# of <see cref="Expr.Accumulator"/>, where the expression has one.</param>
    public string Write(Expr expression, string? accumulator = null)
    {
        _uses.Clear();
        _locals.Clear();
        CountUses(expression);
        _accumulator = accumulator is null || IndexCode.IsName(accumulator) || !NeedsName() ? accumulator : Local(accumulator);
        return Text(expression);
    }

    /// <summary>Whether an epilogue takes so long (exponentials and the like) that it should run as a pass of its own.</summary>
    public static bool IsCostly(Expr expression) => expression.Parts().Any(part => part is Expr.Call
    {
        Function: Function.Exp or Function.Log or Function.Tanh or Function.Sigmoid or Function.Erf or Function.Softplus or Function.Power
            or Function.Sin or Function.Cos or Function.FloatModulo or (>= Function.Tan and <= Function.Atanh),
    });

    /// <summary>Whether the lanes can be computed together: float32 and masks, on elements that are evenly spaced along the lanes.</summary>
    public static bool Vectorizes(Expr expression, int laneAxis, Func<Value, Layout> layout) => expression switch
    {
        Expr.Number or Expr.Accumulator => expression.Type is ElementType.Float32 or ElementType.Bool,
        Expr.Load load => load.Type == ElementType.Float32 && (load.Outside is null || Vectorizes(load.Outside, laneAxis, layout))
            && !Affine.Address(load.Indices, layout(load.Source).Strides).Bends(laneAxis),
        Expr.Call { Function: Function.Select, Arguments: [var condition, var then, var otherwise] } =>
            (IsInvariant(condition, laneAxis) || Vectorizes(condition, laneAxis, layout))
            && Vectorizes(then, laneAxis, layout) && Vectorizes(otherwise, laneAxis, layout),
        Expr.Call call when call.Type == ElementType.Float32 && IsInvariant(call, laneAxis) => true,
        Expr.Call call => VectorFunctions.Has(call) && call.Arguments.All(argument => Vectorizes(argument, laneAxis, layout)),
        _ => false,
    };

    string Text(Expr part)
    {
        if (_locals.TryGetValue(part, out var known)) return known;
        var text = part switch
        {
            Expr.Accumulator => _accumulator ?? throw new InvalidOperationException("an accumulator stands where nothing is accumulated"),
            Expr.Number number => lanes == 1 ? ScalarCode.Literal(number) : Broadcast(number),
            Expr.Load load => Load(load),
            Expr.Call call => Call(call),
            _ => $"((int)({Index.Sum(part)}))",
        };
        if (part is Expr.Number or Expr.Accumulator or Expr.Index || IndexCode.IsName(text)) return text;
        if (_uses[part] == 1 && text.Length <= LongLine) return text;
        if (_guarded > 0 && part.Parts().Any(inner => inner is Expr.Load or Expr.Table)) return text;
        return _locals[part] = Local(text);
    }

    IndexCode Index => new(writer, axes, lanes == 1 ? Text : part => Scalar(axes).Write(part));

    string Call(Expr.Call call)
    {
        if (lanes == 1)
        {
            if (call.Function == Function.Select) return Choice(Text(call.Arguments[0]), call.Arguments[1], call.Arguments[2]);
            if (Fused(call) is { } fused) return fused;
            var operands = call.Arguments.Select(Text).ToArray();
            // Operators that name an operand twice.
            if (call.Function is Function.Modulo or Function.Abs or Function.Sign or Function.Softplus)
                operands = [.. operands.Select(operand => _guarded > 0 || IndexCode.IsName(operand) ? operand : Local(operand))];
            return ScalarCode.Call(call, operands);
        }
        if (call is { Function: Function.Select, Arguments: [var condition, var then, var otherwise] })
            return IsInvariant(condition, laneAxis)
                ? Choice(Scalar(axes).Write(condition), then, otherwise)
                : $"{_class}.Select({Text(condition)}, {Text(then)}, {Text(otherwise)})";
        if (!VectorFunctions.Has(call)) return IsInvariant(call, laneAxis) ? Broadcast(call) : LaneByLane(call);
        return Fused(call) ?? VectorFunctions.Call(call, _class, [.. call.Arguments.Select(Text)]);
    }

    /// <summary>a * b + c in one instruction and one rounding.</summary>
    string? Fused(Expr.Call call)
    {
        if (call is not { Function: Function.Add, Type: ElementType.Float32, Arguments: [var left, var right] }) return null;
        var (product, sum) = IsLoneProduct(left) ? (left, right) : (right, left);
        return product is Expr.Call { Arguments: [var a, var b] } && IsLoneProduct(product)
            ? $"{_class}.Fma({Text(a)}, {Text(b)}, {Text(sum)})"
            : null;
    }

    bool IsLoneProduct(Expr part) => part is Expr.Call { Function: Function.Multiply } && _uses[part] == 1;

    string Load(Expr.Load load)
    {
        if (load.Source.Constant is { Count: 1 } single && load.Outside is null)
            return lanes == 1 ? ScalarCode.Literal(Number(single)) : Broadcast(Number(single));
        if (lanes > 1 && load.Type != ElementType.Float32) return LaneByLane(load);
        var tests = load.Outside is null ? [] : Tests(load);
        if (lanes > 1 && tests.Any(test => !IsInvariant(test.Index, laneAxis))) return LaneByLane(load);
        if (tests.Count == 0) return Element(load);
        var inside = string.Join(" && ", tests.Select(test => $"(nuint)({Index.Sum(test.Index)}) < {CSharpText.Number(test.Size)}"));
        return Choice($"({inside})", load with { Outside = null }, load.Outside!);
    }

    string Element(Expr.Load load)
    {
        var operand = writer[load.Source];
        var address = Affine.Address(load.Indices, operand.Layout.Strides);
        if (lanes == 1) return $"Unsafe.Add(ref {operand.Name}, {Index.Sum(address)})";
        if (address.Bends(laneAxis)) return LaneByLane(load);
        return address[laneAxis] switch
        {
            0 => $"{_class}.Broadcast(ref {operand.Name}, {Index.Sum(address)})",
            1 => $"{_class}.Load(ref {operand.Name}, {Index.Sum(address)})",
            var stride => $"{_class}.Gather(ref {operand.Name}, {Index.Sum(address)}, {CSharpText.Number(stride)})",
        };
    }

    /// <summary>The indices that may leave the tensor.</summary>
    List<(Expr Index, int Size)> Tests(Expr.Load load) =>
        [.. load.Indices.Select((index, axis) => (Index: index, Size: load.Source.Shape[axis]))
            .Where(test => !Interval.Of(test.Index, ranges).Within(test.Size))];

    /// <summary>One or the other; only that one is computed, so nothing of either moves before the question.</summary>
    string Choice(string condition, Expr then, Expr otherwise)
    {
        _guarded++;
        if (!_uses.ContainsKey(then)) _uses[then] = 1;
        var text = $"({condition} ? {Text(then)} : {Text(otherwise)})";
        _guarded--;
        return text;
    }

    /// <summary>What vectors cannot do, done for each lane.</summary>
    string LaneByLane(Expr part)
    {
        var elements = Enumerable.Range(0, lanes).Select(lane =>
        {
            var scalar = Scalar([.. axes.Select((axis, i) => i == laneAxis && lane > 0 ? Shifted(axis, lane) : axis)]);
            var text = scalar.Write(part, _accumulator is null ? null : $"{_accumulator}.GetElement({CSharpText.Number(lane)})");
            return part.Type == ElementType.Bool ? $"BitConverter.Int32BitsToSingle({text} ? -1 : 0)" : text;
        });
        return $"Vector{CSharpText.Number(32 * lanes)}.Create({string.Join(", ", elements)})";
    }

    VectorCode Scalar(IReadOnlyList<string> indices) => new(writer, 1, laneAxis, indices, ranges) { _guarded = _guarded };

    static string Shifted(string axis, int lane)
    {
        if (int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return CSharpText.Number(number + lane);
        return IndexCode.IsName(axis) ? $"{axis} + {CSharpText.Number(lane)}" : $"({axis}) + {CSharpText.Number(lane)}";
    }

    string Broadcast(Expr part) => part.Type == ElementType.Bool
        ? $"{_class}.Create(BitConverter.Int32BitsToSingle({Scalar(axes).Write(part)} ? -1 : 0))"
        : $"{_class}.Create({Scalar(axes).Write(part)})";

    string Local(string text)
    {
        var name = writer.Local("t");
        writer.Code.Line($"var {name} = {CSharpText.Bare(text)};");
        return name;
    }

    void CountUses(Expr part)
    {
        _uses[part] = _uses.TryGetValue(part, out var uses) ? uses + 1 : 1;
        if (uses > 0) return;
        switch (part)
        {
            case Expr.Load load:
                foreach (var index in load.Indices) CountUses(index);
                if (load.Outside is not null) CountUses(load.Outside);
                break;
            case Expr.Table table: CountUses(table.Position); break;
            case Expr.Call call:
                foreach (var argument in call.Arguments) CountUses(argument);
                break;
        }
    }

    // Named twice, or taken apart into lanes.
    bool NeedsName() => lanes > 1 || (_uses.TryGetValue(new Expr.Accumulator(ElementType.Float32), out var uses) && uses > 1);

    static bool IsInvariant(Expr part, int axis) =>
        !part.Parts().Any(inner => inner is Expr.Accumulator || (inner is Expr.Index index && index.Axis == axis));

    static Expr.Number Number(Tensor single) => new(single.GetDouble(0), single.Element, single.Element.IsFloat() ? 0 : single.GetInt64(0));
}
