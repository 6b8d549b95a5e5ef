using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Lowering;

/// <summary>Collects nests with random data and runs them all on every rung against their definition.</summary>
sealed class NestCases
{
    readonly List<(KernelCase Case, LoopNest Nest)> _cases = [];
    readonly Dictionary<Value, Layout> _layouts = [];
    readonly Random _random = new(7);
    Dictionary<Value, Tensor> _inputs = [];

    /// <summary>A tensor of random numbers that the next nest reads, as it lies.</summary>
    public Value Input(Shape shape, ElementType type = ElementType.Float32, Layout? layout = null, double from = -3, double to = 3)
    {
        var value = new Value("x", new TensorType(type, shape));
        _inputs.Add(value, Random(type, shape, from, to));
        if (layout is not null) _layouts.Add(value, layout);
        return value;
    }

    public Value Constant(Shape shape, double from = -3, double to = 3) =>
        new("c", new TensorType(ElementType.Float32, shape)) { Constant = Random(ElementType.Float32, shape, from, to) };

    public Value Constant(Tensor tensor) => new("c", tensor.Type) { Constant = tensor };

    public Value Output(Shape shape, ElementType type = ElementType.Float32, Layout? layout = null)
    {
        var value = new Value("y", new TensorType(type, shape));
        if (layout is not null) _layouts.Add(value, layout);
        return value;
    }

    public void Add(string name, LoopNest nest)
    {
        _cases.Add((new(name, new LoopKernel(nest), _inputs, _layouts), nest));
        _inputs = [];
    }

    public void AgreeOnEveryRung(double tolerance = 2e-6)
    {
        var emitted = new EmittedKernels(_cases.Select(c => c.Case));
        for (var i = 0; i < _cases.Count; i++)
        {
            var (test, nest) = _cases[i];
            var before = Random(nest.Output.Element, nest.Output.Shape, 0, 100);
            var expected = new Tensor(before.Element, before.Shape, (byte[])before.Bytes.Clone());
            new NestEvaluator(test.Inputs).Run(nest, expected);
            foreach (var isa in EmittedKernels.Rungs)
            {
                var actual = emitted.Run(i, isa, new Dictionary<Value, Tensor> { [nest.Output] = before })[0];
                for (var element = 0; element < expected.Count; element++)
                    Assert.True(Close(expected, actual, element, tolerance),
                        $"{test.Name} on {isa.Name}, element {element} of {expected.Type}: {expected.GetDouble(element)} expected, {actual.GetDouble(element)} emitted");
            }
        }
    }

    static bool Close(Tensor expected, Tensor actual, int element, double tolerance)
    {
        if (!expected.Element.IsFloat()) return expected.GetInt64(element) == actual.GetInt64(element);
        double a = expected.GetDouble(element), b = actual.GetDouble(element);
        var unit = expected.Element == ElementType.Float16 ? 2e-3 : tolerance;
        return a.Equals(b) || Math.Abs(a - b) <= unit * (1 + Math.Abs(a));
    }

    Tensor Random(ElementType type, Shape shape, double from, double to)
    {
        var tensor = new Tensor(type, shape);
        for (var i = 0; i < tensor.Count; i++)
        {
            if (type == ElementType.Bool) tensor.SetInt64(i, _random.Next(2));
            else if (type.IsFloat()) tensor.SetDouble(i, from + (to - from) * _random.NextDouble());
            else tensor.SetInt64(i, (long)(from + (to - from) * _random.NextDouble()));
        }
        return tensor;
    }
}
