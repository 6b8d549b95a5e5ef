using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes an expression as C# for some lanes along one axis: kernels use it for their epilogues, loop nests for their bodies. Parts that
/// occur twice are computed once, into locals.
/// </summary>
/// <param name="writer">The method that is written, with its operands.</param>
/// <param name="lanes">Elements computed at once: 16, 8, 4 where the types are <see cref="LaneTypes"/>; or 1 for plain C# scalars.</param>
/// <param name="laneAxis">The loop axis along which they lie.</param>
/// <param name="axes">The C# of each loop index, of the first lane: a name, a number, or <c>name + number</c>.</param>
/// <param name="ranges">What each index can come to, over all lanes; with them, needless tests of Outside loads are left out.</param>
/// <param name="bytes">Whether lanes are as narrow as bytes (<see cref="ByteLanes"/>): 64, 32 or 16 at once.</param>
sealed class VectorCode(
    KernelWriter writer, int lanes, int laneAxis, IReadOnlyList<string> axes, IReadOnlyList<Interval>? ranges = null, bool bytes = false)
{
    const int LongLine = 100;

    readonly Dictionary<Expr, int> _uses = [];
    readonly Dictionary<Expr, string> _locals = [];
    string? _accumulator;
    // Above 0 while writing what only runs when a condition holds: no load may be moved out of there.
    int _guarded;
    // Whether every operation is rounded by itself, so that integers made of floats are the same on machines with and without fused ones.
    bool _exact;

    /// <summary>
    /// Writes what it takes as locals and returns the C# of the result: a vector of the class that <see cref="LaneTypes"/> names, for bool a
    /// mask, or for one lane a scalar.
    /// </summary>
    /// <param name="expression">What to compute.</param>
    /// <param name="accumulator">
    /// The C# of <see cref="Expr.Accumulator"/>, where the expression has one: a vector of the class of its type (I32x16 for int32), or a scalar.
    /// </param>
    public string Write(Expr expression, string? accumulator = null)
    {
        expression = Begin(expression, accumulator);
        return Text(expression);
    }

    /// <summary>Writes the statement that stores the lanes side by side: the end of an epilogue over accumulators in registers.</summary>
    /// <param name="expression">What to store; its type is the elements'.</param>
    /// <param name="accumulator">As for <see cref="Write"/>.</param>
    /// <param name="target">The name of the reference to the elements.</param>
    /// <param name="address">The C# of the first lane's distance from it, in elements.</param>
    public void Store(Expr expression, string? accumulator, string target, string address)
    {
        if (lanes > 1 && SaturatedStore.Whole(expression) is { } whole)
        {
            writer.Code.Line($"{ClassOf(whole.Type)}.StoreSaturated({CSharpText.Bare(Write(whole, accumulator))}, ref {target}, {address});");
            return;
        }
        var result = CSharpText.Bare(WriteStored(expression, accumulator));
        writer.Code.Line(lanes == 1
            ? $"RefMath.Add(ref {target}, {address}) = {result};"
            : $"{ClassOf(expression.Type)}.Store({result}, ref {target}, {address});");
    }

    /// <summary><see cref="Write"/> of a result that is stored: lanes of small integers may have anything above the bits that are written.</summary>
    public string WriteStored(Expr expression, string? accumulator = null)
    {
        expression = Begin(expression, accumulator);
        return lanes > 1 && !bytes && LaneTypes.IsNarrow(expression.Type) ? LowBits(expression) : Text(expression);
    }

    Expr Begin(Expr expression, string? accumulator)
    {
        expression = ConstantFolding.Fold(expression);
        _uses.Clear();
        _locals.Clear();
        CountUses(expression);
        _exact |= expression.Parts().Any(part => part is Expr.Call call && FloatToInteger.Is(call));
        _accumulator = accumulator is null || IndexCode.IsName(accumulator) || !NeedsName(expression) ? accumulator
            : Local(accumulator, expression.Parts().OfType<Expr.Accumulator>().First().Type);
        return expression;
    }

    /// <summary>Whether an epilogue takes so long (exponentials and the like) that it should run as a pass of its own.</summary>
    public static bool IsCostly(Expr expression) => expression.Parts().Any(part => part is Expr.Call
    {
        Function: Function.Exp or Function.Log or Function.Tanh or Function.Sigmoid or Function.Erf or Function.Softplus or Function.Power
            or Function.Sin or Function.Cos or Function.FloatModulo or (>= Function.Tan and <= Function.Atanh),
    });

    /// <summary>Whether the lanes can be computed together, on elements that are evenly spaced along them.</summary>
    public static bool Vectorizes(Expr expression, int laneAxis, Func<Value, Layout> layout) => expression switch
    {
        Expr.Number or Expr.Accumulator => LaneTypes.Has(expression.Type),
        Expr.Load load => LaneTypes.Has(load.Type) && (load.Outside is null || Vectorizes(load.Outside, laneAxis, layout))
            && !Affine.Address(load.Indices, layout(load.Source).Strides).Bends(laneAxis),
        Expr.Call { Function: Function.Select, Arguments: [var condition, var then, var otherwise] } =>
            (IsInvariant(condition, laneAxis) || Vectorizes(condition, laneAxis, layout))
            && Vectorizes(then, laneAxis, layout) && Vectorizes(otherwise, laneAxis, layout),
        Expr.Call call when LaneTypes.Has(call.Type) && IsInvariant(call, laneAxis) => true,
        Expr.Call call => VectorFunctions.Has(call) && call.Arguments.All(argument => Vectorizes(argument, laneAxis, layout)),
        _ => false,
    };

    string Text(Expr part)
    {
        if (_locals.TryGetValue(part, out var known)) return known;
        var text = part switch
        {
            Expr.Accumulator => _accumulator ?? throw new InvalidOperationException("an accumulator stands where nothing is accumulated"),
            Expr.Number number => Literal(number),
            Expr.Load load => Load(load),
            Expr.Call call => Call(call),
            _ when lanes > 1 => IsInvariant(part, laneAxis) ? Broadcast(part) : LaneByLane(part),
            _ => $"((int)({Index.Sum(part)}))",
        };
        if (part is Expr.Number or Expr.Accumulator or Expr.Index || IndexCode.IsName(text)) return text;
        if (_uses[part] == 1 && text.Length <= LongLine) return text;
        if (_guarded > 0 && part.Parts().Any(inner => inner is Expr.Load or Expr.Table)) return text;
        return _locals[part] = Local(text, part.Type);
    }

    IndexCode Index => new(writer, axes, lanes == 1 ? Text : part => Scalar(axes).Write(part));

    string Call(Expr.Call call)
    {
        if (lanes == 1)
        {
            if (FloatToInteger.Is(call))
            {
                var whole = FloatToInteger.Write(call.Arguments[0], 1, Text, part => _uses[part] == 1);
                return call.Type == ElementType.Int32 ? whole : $"unchecked(({ScalarCode.TypeName(call.Type)}){whole})";
            }
            if (call.Function == Function.Select) return Choice(Text(call.Arguments[0]), call.Arguments[1], call.Arguments[2]);
            if (Fused(call) is { } fused) return fused;
            var operands = call.Arguments.Select(Text).ToArray();
            var type = call.Arguments[0].Type;
            // Operators that name an operand twice.
            if (call.Function is Function.Modulo or Function.Abs or Function.Sign or Function.Softplus)
                operands = [.. operands.Select(operand => _guarded > 0 || IndexCode.IsName(operand) ? operand : Local(operand, type))];
            return ScalarCode.Call(call, operands);
        }
        if (call is { Function: Function.Select, Arguments: [var condition, var then, var otherwise] })
            return IsInvariant(condition, laneAxis)
                ? Choice(Scalar(axes).Write(condition), then, otherwise)
                : VectorFunctions.Call(call, lanes, [Text(condition), Text(then), Text(otherwise)]);
        if (bytes) return ByteLanes.Call(call, lanes, [.. call.Arguments.Select(Text)]);
        if (!VectorFunctions.Has(call)) return IsInvariant(call, laneAxis) ? Broadcast(call) : LaneByLane(call);
        if (FloatToInteger.Is(call))
            return LaneTypes.Wrapped(FloatToInteger.Write(call.Arguments[0], lanes, Text, part => _uses[part] == 1), call.Type, lanes);
        return Fused(call) ?? VectorFunctions.Call(call, lanes, [.. call.Arguments.Select(Text)]);
    }

    /// <summary>A small integer of which only the bits of its type matter: it need not be cut back.</summary>
    string LowBits(Expr part)
    {
        if (part is not Expr.Call call || _uses[part] > 1 || !VectorFunctions.Has(call) || IsInvariant(call, laneAxis)) return Text(part);
        if (FloatToInteger.Is(call)) return FloatToInteger.Write(call.Arguments[0], lanes, Text, inner => _uses[inner] == 1);
        if (call is { Function: Function.Cast, Arguments: [var wider] } && LaneTypes.IsInteger(wider.Type) && wider.Type.Size() >= call.Type.Size())
            return LowBits(wider);
        return call.Function is Function.Select ? Text(part) : VectorFunctions.Call(call, lanes, [.. call.Arguments.Select(Text)], lowBits: true);
    }

    /// <summary>a * b + c in one instruction and one rounding.</summary>
    string? Fused(Expr.Call call)
    {
        if (_exact || call is not { Function: Function.Add, Type: ElementType.Float32, Arguments: [var left, var right] }) return null;
        var (product, sum) = IsLoneProduct(left) ? (left, right) : (right, left);
        return product is Expr.Call { Arguments: [var a, var b] } && IsLoneProduct(product)
            ? $"{LaneTypes.ClassOf(call.Type, lanes)}.Fma({Text(a)}, {Text(b)}, {Text(sum)})"
            : null;
    }

    /// <summary>Integers times their scale are rounded by themselves: what is quantised again by such sums is as ONNX has it.</summary>
    bool IsLoneProduct(Expr part) =>
        part is Expr.Call { Function: Function.Multiply } product && _uses[part] == 1 && !product.Arguments.Any(IsInteger);

    static bool IsInteger(Expr part) => part is Expr.Call { Function: Function.Cast, Arguments: [var inner] } && inner.Type.IsInteger();

    string Load(Expr.Load load)
    {
        if (load.Source.Constant is { Count: 1, Element: not ElementType.String } single && load.Outside is null)
            return Literal(ConstantFolding.Number(single));
        if (lanes > 1 && !LaneTypes.Has(load.Type)) return LaneByLane(load);
        var tests = load.Outside is null ? [] : Tests(load);
        if (lanes > 1 && tests.Any(test => !IsInvariant(test.Index, laneAxis))) return LaneByLane(load);
        if (tests.Count == 0) return Element(load);
        var inside = string.Join(" && ", tests.Select(test => Index.IsInside(test.Index, test.Size)));
        return Choice($"({inside})", load with { Outside = null }, load.Outside!);
    }

    string Element(Expr.Load load)
    {
        var operand = writer[load.Source];
        var address = Affine.Address(load.Indices, operand.Layout.Strides);
        if (lanes > 1 && address.Bends(laneAxis)) return LaneByLane(load);
        var (reference, distance) = _guarded == 0 && writer.Places is { } places ? places.Of(operand.Name, Index, address)
            : (operand.Name, Index.Sum(address));
        if (lanes == 1) return $"RefMath.Add(ref {reference}, {distance})";
        var lane = ClassOf(load.Type);
        return address[laneAxis] switch
        {
            0 when load.Type == ElementType.Float32 => $"{lane}.Broadcast(ref {reference}, {distance})",
            0 => $"{lane}.Create(RefMath.Add(ref {reference}, {distance}))",
            1 => $"{lane}.Load(ref {reference}, {distance})",
            var stride => $"{lane}.Gather(ref {reference}, {distance}, {CSharpText.Number(stride)})",
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

    VectorCode Scalar(IReadOnlyList<string> indices) => new(writer, 1, laneAxis, indices, ranges) { _guarded = _guarded, _exact = _exact };

    static string Shifted(string axis, int lane)
    {
        if (int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return CSharpText.Number(number + lane);
        return IndexCode.IsName(axis) ? $"{axis} + {CSharpText.Number(lane)}" : $"({axis}) + {CSharpText.Number(lane)}";
    }

    string Literal(Expr.Number number)
    {
        if (lanes == 1) return ScalarCode.Literal(number);
        var value = LaneTypes.IsInteger(number.Type) ? CSharpText.Number((long)number.Value) : CSharpText.Bare(ScalarCode.Literal(number));
        return $"{ClassOf(number.Type)}.Create({value})";
    }

    string ClassOf(ElementType type) => bytes ? ByteLanes.ClassOf(lanes) : LaneTypes.ClassOf(type, lanes);

    string Broadcast(Expr part) => $"{ClassOf(part.Type)}.Create({CSharpText.Bare(Scalar(axes).Write(part))})";

    string Local(string text, ElementType type)
    {
        var shared = writer.SharedLocals?.Take(TypeName(type));
        var name = shared ?? writer.Local("t");
        writer.Code.Line($"{(shared is null ? "var " : "")}{name} = {CSharpText.Bare(text)};");
        return name;
    }

    string TypeName(ElementType type) => lanes == 1 ? ScalarCode.TypeName(type)
        : LaneTypes.IsInteger(type) ? $"Vector{CSharpText.Number(32 * lanes)}<int>" : Isa.VectorType(lanes);

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
    bool NeedsName(Expr expression) =>
        lanes > 1 || expression.Parts().OfType<Expr.Accumulator>().FirstOrDefault() is { } accumulator && _uses[accumulator] > 1;

    static bool IsInvariant(Expr part, int axis) =>
        !part.Parts().Any(inner => inner is Expr.Accumulator || (inner is Expr.Index index && index.Axis == axis));
}
