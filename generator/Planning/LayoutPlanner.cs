using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>
/// Gives each tensor its memory and turns definitions into steps. Destinations first, from the outputs back: the producer of an output
/// or of a part of a join writes there at once. Then forward: what is left gets buffers of its own, and views alias their source. Only
/// where strides cannot say it, or a kernel needs its input otherwise, is anything copied.
/// </summary>
sealed class LayoutPlanner
{
    readonly LoweredGraph _lowered;
    readonly AxisOrders _orders;
    readonly Dictionary<Value, Halo> _halos;
    readonly Dictionary<Value, Storage> _storage = [];
    /// <summary>Views and join parts that lie where they should without a step.</summary>
    readonly HashSet<(Definition Definition, int Part)> _inPlace = [];
    readonly Dictionary<(Value Value, bool Planar), Storage> _copies = [];
    readonly List<Step> _steps = [];
    int _buffers;

    LayoutPlanner(LoweredGraph lowered)
    {
        _lowered = lowered;
        _orders = new AxisOrders(lowered);
        _halos = Halos.Collect(lowered);
    }

    public static List<Step> Run(LoweredGraph lowered)
    {
        var planner = new LayoutPlanner(lowered);
        planner.PlaceBorders();
        planner.PlaceDestinations();
        foreach (var definition in lowered.Definitions) planner.MakeSteps(definition);
        planner.CopyOutputs();
        return planner._steps;
    }

    /// <summary>The caller's spans: inputs as they come, outputs where their producer can write as ONNX wants them.</summary>
    void PlaceBorders()
    {
        foreach (var (input, index) in _lowered.Inputs.Select((input, index) => (input, index)))
            _storage[input] = Row(new TensorBuffer(Region.Input, index, input.Element, input.Shape, RowMajor(input), null));
        foreach (var (output, index) in _lowered.Outputs.Select((output, index) => (output, index)))
            TakeDestination(output, Row(OutputBuffer(output, index)));
    }

    void PlaceDestinations()
    {
        for (var i = _lowered.Definitions.Count - 1; i >= 0; i--)
        {
            var definition = _lowered.Definitions[i];
            foreach (var output in definition.Outputs)
                if (!_storage.ContainsKey(output) && definition.How is not View) _storage[output] = NewStorage(output);

            if (definition.How is Join join)
            {
                for (var part = 0; part < join.Parts.Count; part++)
                {
                    var whole = _storage[join.Output];
                    if (TakeDestination(join.Parts[part],
                        whole with { Layout = whole.Layout.Slice(join.Axis, join.StartOf(part)) })) _inPlace.Add((definition, part));
                }
            }
            else if (definition.How is View view && _storage.TryGetValue(definition.Outputs[0], out var wanted)
                && view.Backward(wanted.Layout) is { } layout && TakeDestination(view.Source, wanted with { Layout = layout }))
                _inPlace.Add((definition, 0));
        }
    }

    /// <summary>Lets a tensor be made at a given place, if nothing else has been said about it and its producer can.</summary>
    bool TakeDestination(Value value, Storage wanted)
    {
        if (_storage.ContainsKey(value) || _lowered[value] is not { } definition) return false;
        if (_halos.TryGetValue(value, out var halo) && !wanted.HasRoom(value, halo)) return false;
        if (definition.How is KernelNode { Kernel: { OutputUnitAxis: >= 0 and var axis } } && value.Shape[axis] != 1
            && wanted.Layout.Strides[axis] != 1) return false;
        _storage[value] = wanted;
        return true;
    }

    void MakeSteps(Definition definition)
    {
        switch (definition.How)
        {
            case LoopNest nest:
                AddStep(new LoopKernel(nest), definition.Nodes);
                break;
            case KernelNode { Kernel: var kernel }:
                AddStep(kernel, definition.Nodes);
                break;
            case View view:
                if (_inPlace.Contains((definition, 0)) || Aliases(view, definition.Outputs[0])) break;
                var output = definition.Outputs[0];
                if (!_storage.TryGetValue(output, out var target)) _storage[output] = target = NewStorage(output);
                // Split and merged axes are divided numbers; in the source's own shape they are axes.
                if (Divides(view) && view.Backward(target.Layout) is { } layout)
                    AddCopy(view.Source, new Value(output.Name, view.Source.Type), target with { Layout = layout }, definition.Nodes);
                else AddStep(new LoopKernel(view.Copy), definition.Nodes);
                break;
            case Join join:
                for (var part = 0; part < join.Parts.Count; part++)
                    if (!_inPlace.Contains((definition, part))) AddStep(new LoopKernel(join.Copy(part)), definition.Nodes);
                break;
        }
    }

    static bool Divides(View view) =>
        view.Copy.Body.Parts().Any(part => part is Expr.Call { Type: ElementType.Int32, Function: Function.Divide or Function.Modulo });

    bool Aliases(View view, Value output)
    {
        if (_storage.ContainsKey(output) || view.Source.IsConstant) return false;
        var source = _storage[view.Source];
        if (view.Forward(source.Layout) is not { } layout) return false;
        if (_halos.TryGetValue(output, out var halo) && !(source with { Layout = layout }).HasRoom(output, halo)) return false;
        _storage[output] = source with { Layout = layout };
        return true;
    }

    /// <summary>Outputs that could not be made in place: inputs and constants, values given twice, and layouts that are not ONNX's.</summary>
    void CopyOutputs()
    {
        foreach (var (output, index) in _lowered.Outputs.Select((output, index) => (output, index)))
        {
            if (_storage.TryGetValue(output, out var storage) && storage.Buffer is { Region: Region.Output } buffer
                && buffer.Index == index) continue;
            AddCopy(output, new Value(output.Name, output.Type), Row(OutputBuffer(output, index)), output.Producer is { } node ? [node] : []);
        }
    }

    Storage AddCopy(Value source, Value copy, Storage target, IReadOnlyList<Node> nodes)
    {
        _storage[copy] = target;
        AddStep(new LoopKernel(LoopNest.Over(copy, axes => Expr.Element(source, axes))), nodes);
        return target;
    }

    void AddStep(Kernel kernel, IReadOnlyList<Node> nodes)
    {
        var operands = kernel.Reads
            .Select(value => new StepOperand(value, kernel.Inputs.Contains(value) ? InputFor(kernel, value, nodes) : _storage[value], false))
                .ToList();
        operands.AddRange(kernel.Results.Select(value => new StepOperand(value, _storage[value], true)));
        var bytes = kernel.ScratchBytesWith(value => operands.First(operand => operand.Value == value).Storage.Layout);
        var scratch = bytes == 0 ? null : new TensorBuffer(Region.Arena, _buffers++, ElementType.UInt8, new Shape(bytes), [0], null);
        _steps.Add(new Step(kernel, nodes, operands, scratch));
    }

    /// <summary>Where a kernel reads an input: the tensor itself if it lies as the kernel needs it, else a copy that does.</summary>
    Storage InputFor(Kernel kernel, Value input, IReadOnlyList<Node> nodes)
    {
        var storage = _storage[input];
        var unitAxis = kernel.UnitAxisOf(input);
        var halo = kernel.HaloOf(input);
        var fits = unitAxis < 0 || input.Shape[unitAxis] == 1 || storage.Layout.Strides[unitAxis] == 1;
        if (fits && (halo is not { IsEmpty: false } || storage.HasRoom(input, halo))) return storage;

        if (_copies.TryGetValue((input, unitAxis < 0), out var copy) && (halo is null || copy.HasRoom(input, halo))) return copy;
        if (fits && kernel.ReadsBare(input, storage.Layout)) return storage;
        int[] order = unitAxis < 0 ? Sorted(storage.Layout) : [.. Enumerable.Range(0, input.Shape.Rank).Where(axis => axis != unitAxis), unitAxis];
        var room = _halos.TryGetValue(input, out var all) && (halo is null || all.Fill == halo.Fill) ? all : halo;
        var buffer = new TensorBuffer(Region.Arena, _buffers++, input.Element, input.Shape, order, room);
        return _copies[(input, unitAxis < 0)] = AddCopy(input, new Value(input.Name + ".copy", input.Type), new Storage(buffer, buffer.Layout),
            nodes);
    }

    /// <summary>The axes from the farthest apart to the closest.</summary>
    static int[] Sorted(Layout layout) => [.. Enumerable.Range(0, layout.Strides.Count).OrderByDescending(axis => Math.Abs(layout.Strides[axis]))];

    Storage NewStorage(Value value)
    {
        var buffer = new TensorBuffer(Region.Arena, _buffers++, value.Element, value.Shape, _orders[value],
            _halos.TryGetValue(value, out var halo) ? halo : null);
        return new(buffer, buffer.Layout);
    }

    static Storage Row(TensorBuffer buffer) => new(buffer, buffer.Layout);
    static TensorBuffer OutputBuffer(Value output, int index) => new(Region.Output, index, output.Element, output.Shape, RowMajor(output), null);
    static int[] RowMajor(Value value) => [.. Enumerable.Range(0, value.Shape.Rank)];
}
