using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes the sums of one tile as a call of its micro-kernel: some pixels by the vectors of one panel stay in registers, each quad of
/// activations is broadcast, and the sums go to scratch in the nearest cache, whence the epilogue takes them.
/// </summary>
/// <param name="writer">The method that calls it.</param>
/// <param name="product">What is computed.</param>
/// <param name="pixels">Pixels of the tile.</param>
/// <param name="width">Channels of the panel.</param>
/// <param name="widest">Lanes of the widest dot products.</param>
sealed class ByteTile(KernelWriter writer, ByteProduct product, int pixels, int width, int widest)
{
    /// <summary>Sums that hide the latency of <c>vpdpbusd</c>, which 8 lanes alone have; the other forms end in a short addition.</summary>
    static int SumsWanted(int widest) => widest == 8 ? 10 : 4;

    /// <summary>Sums that leave registers for the weights, an activation and what the forms without <c>vpdpbusd</c> need.</summary>
    static int SumsAtMost(int widest) => widest switch { 16 => 16, 8 => 12, _ => 10 };

    readonly MicroKernel _micro = new(writer);
    readonly int _lanes = Math.Min(widest, width);
    readonly string _class = Isa.DotClass(Math.Min(widest, width));
    readonly DepthLoop _innermost = product.Depth[product.Depth.Count - 1];

    /// <summary>The pixels that a tile can have beside the vectors of a panel.</summary>
    public static int PixelsAtMost(int widest, int width) => Math.Max(2, SumsAtMost(widest) / Math.Max(1, width / widest));

    /// <summary>The pixels that the largest tile of any rung has.</summary>
    public const int PixelsEver = 16;

    int Vectors => width / _lanes;

    int Chains => product.Rows is null
        ? Math.Max(1, Math.Min(_innermost.Extent, SumsWanted(widest) / (pixels * Vectors)))
        : (SumsWanted(widest) / (pixels * Vectors)) switch { > 2 => PanelRows.Step, 2 => 2, _ => 1 };

    /// <summary>Quads of a pass: one for each chain of sums, and an even number where two of them may meet.</summary>
    int Together => product.Proof.HasFours ? Math.Min(product.Rows is null ? _innermost.Extent : PanelRows.Step, (Chains + 1) / 2 * 2) : Chains;

    /// <summary>Finds the panel's quads in their list; the C# of the first one's place.</summary>
    public string Refer(PanelRows rows, string panel) => ListedRows.Refer(writer, _micro, rows, product.PlaceOfQuad!, panel, Together);

    /// <summary>Writes the call.</summary>
    /// <param name="input">The offset of the first quad in the input.</param>
    /// <param name="plane">The same in the planes of activations.</param>
    /// <param name="weights">The offset of the panel.</param>
    /// <param name="channel">The offset of the panel's first channel among all groups'.</param>
    /// <param name="proof">The offset of the panel's first quad in the proof.</param>
    public void Write(string input, string plane, string weights, string channel, string proof)
    {
        var code = _micro.Code;
        _micro.Reference("byte", "x", product.Planes.IsShifted ? Operand.At("bytes", plane) : Operand.At(product.Input.Name, input));
        if (product.Planes.IsWidened) _micro.Reference("short", "wide", Operand.At("wide", plane));
        _micro.Reference("sbyte", "w", Operand.At(product.Weights, weights));
        _micro.Reference("int", "start", Operand.At(product.Starts.Name(writer), channel));
        if (product.ProofOfQuads is { } ofQuads) _micro.Reference("byte", "proof", Operand.At(ofQuads, proof));
        _micro.Reference("int", "sums", "sums");
        for (var pixel = 0; pixel < pixels; pixel++)
            for (var v = 0; v < Vectors; v++)
                for (var chain = 0; chain < Chains; chain++)
                    Declare(Sum(pixel, v, chain), chain == 0 ? $"{_class}.Load(ref start, {Number(v * _lanes)})" : _class + ".Zero");
        if (product.Rows is null) WriteDepth(0);
        else using (_micro.Loop(0, "passes")) WriteQuads(Together);
        for (var pixel = 0; pixel < pixels; pixel++)
            for (var v = 0; v < Vectors; v++)
            {
                for (var chain = 1; chain < Chains; chain++) code.Line($"{Sum(pixel, v)} += {Sum(pixel, v, chain)};");
                code.Line($"{_class}.Store({Sum(pixel, v)}, ref sums, {Number(pixel * width + v * _lanes)});");
            }
        _micro.Call($"Dot{Number(pixels)}x{Number(width)}By{Number(_lanes)}", mayBeCalled: true);
    }

    void WriteDepth(int level)
    {
        if (level < product.Depth.Count - 1)
        {
            var (loop, inner, number) = (product.Depth[level], product.Depth[level + 1], Number(level));
            using var _ = Repeat(product.Depth.Count - 1 - level, "depth" + number, loop.Extent);
            WriteDepth(level + 1);
            AdvanceActivations(_micro.Number("xNext" + number, loop.InputStep - inner.Extent * inner.InputStep));
            return;
        }
        if (_innermost.Extent / Together > 0) using (Repeat(0, Together == 1 ? "quads" : "passes",
            _innermost.Extent / Together)) WriteQuads(Together);
        if (_innermost.Extent % Together > 0) using (Repeat(0, "rest", _innermost.Extent % Together)) WriteQuads(1);
    }

    IDisposable Repeat(int counter, string count, int times) => _micro.Loop(counter, _micro.Number(count, times));

    void Declare(string name, string value) => _micro.Declare("var", $"{name} = {value}");

    void Assign(string element, string name, string value) => _micro.Assign($"Vector{Number(32 * _lanes)}<{element}>", name, value);

    void WriteQuads(int quads)
    {
        for (var quad = 0; quad < quads;)
        {
            using var _ = quads > 1 ? _micro.Code.Braces() : (IDisposable?)null;
            var meets = product.Proof.HasFours && quad + 1 < quads;
            if (meets) WriteNeighbours(quad);
            else WriteQuad(quad);
            quad += meets ? 2 : 1;
        }
        if (product.Rows is null) AdvanceActivations(_micro.Sum([("xQuad", _innermost.InputStep, Number(quads))]));
        else Advance("list", Number(quads));
        Advance("w", Number(quads * width * BytePanels.Quad));
        if (product.ProofOfQuads is not null) Advance("proof", Number(quads));
    }

    /// <summary>A quad and the one behind it, whose products are added in int16 where that is proved.</summary>
    void WriteNeighbours(int quad)
    {
        var isProven = product.ProofOfQuads is null ? "" : $" && {ProofOf(quad)} == {Number(QuadProof.Fours)}";
        using (_micro.Code.Braces($"if (!{_class}.IsExact{isProven})")) WriteFours(quad);
        using (_micro.Code.Braces("else"))
            for (var each = quad; each < quad + 2; each++)
                using (_micro.Code.Braces())
                    WriteQuad(each);
    }

    void WriteQuad(int quad)
    {
        if (!product.Proof.HasWide)
        {
            WritePairs(quad);
            return;
        }
        using (_micro.Code.Braces($"if ({_class}.IsExact || {ProofOf(quad)} != {Number(QuadProof.Wide)})")) WritePairs(quad);
        using (_micro.Code.Braces("else")) WriteWide(quad);
    }

    static string ProofOf(int quad) => $"RefMath.Add(ref proof, {Number(quad)})";

    void WriteFours(int quad)
    {
        string source = Source("x", quad), next = Source("x", quad + 1, "next");
        for (var v = 0; v < Vectors; v++)
        {
            Assign("sbyte", "w" + Number(v), Weights(quad, v));
            Assign("sbyte", "u" + Number(v), Weights(quad + 1, v));
        }
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            Assign("byte", "xs", Activations(source, pixel, quad));
            Assign("byte", "ys", Activations(next, pixel, quad + 1));
            for (var v = 0; v < Vectors; v++)
            {
                var sum = Sum(pixel, v, quad / 2 % Chains);
                _micro.Code.Line($"{sum} = {_class}.DotFours({sum}, xs, w{Number(v)}, ys, u{Number(v)});");
            }
        }
    }

    string Activations(string source, int pixel, int quad) =>
        $"{_class}.{(product.Planes.IsShifted ? "Same" : "Broadcast")}(ref {source}, {Place(pixel, quad)})";

    /// <summary>In pairs of int16, or exactly on machines that can.</summary>
    void WritePairs(int quad)
    {
        var source = Source("x", quad);
        for (var v = 0; v < Vectors; v++) Assign("sbyte", "w" + Number(v), Weights(quad, v));
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            Assign("byte", "xs", Activations(source, pixel, quad));
            for (var v = 0; v < Vectors; v++)
                _micro.Code.Line($"{Sum(pixel, v, quad % Chains)} = {_class}.Dot({Sum(pixel, v, quad % Chains)}, xs, w{Number(v)});");
        }
    }

    /// <summary>In int16, for weights whose products might saturate.</summary>
    void WriteWide(int quad)
    {
        var source = Source("wide", quad);
        for (var v = 0; v < Vectors; v++)
        {
            var w = "w" + Number(v);
            Assign("sbyte", w, Weights(quad, v));
            Assign("short", w + "a", $"{_class}.First({w})");
            Assign("short", w + "b", $"{_class}.Last({w})");
        }
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var (first, last) = ($"{_class}.Pair(ref {source}, {Place(pixel, quad)})", $"{_class}.Pair(ref {source}, {Place(pixel, quad, 2)})");
            if (Vectors > 1)
            {
                Assign("short", "xa", first);
                Assign("short", "xb", last);
                (first, last) = ("xa", "xb");
            }
            for (var v = 0; v < Vectors; v++)
                _micro.Code.Line($"{Sum(pixel, v, quad % Chains)} = {_class}.DotWide({Sum(pixel, v, quad % Chains)}, {first}, {last}, w{Number(v)}a, w{Number(v)}b);");
        }
    }

    /// <summary>The C# of the reference from which a quad's activations are read.</summary>
    string Source(string activations, int quad, string name = "source")
    {
        if (product.Rows is null) return activations;
        _micro.Declare("ref var", $"{name} = ref RefMath.Add(ref {activations}, RefMath.Add(ref list, {Number(quad)}))");
        return name;
    }

    string Weights(int quad, int vector) => $"{_class}.Weights(ref w, {Number((quad * width + vector * _lanes) * BytePanels.Quad)})";

    string Place(int pixel, int quad, int activation = 0) =>
        _micro.Sum([("xColumn", product.Column.InputStep, Number(pixel)), ("xQuad", _innermost.InputStep, product.Rows is null ? Number(quad) : "0")],
            activation);

    void AdvanceActivations(string distance)
    {
        Advance("x", distance);
        if (product.Planes.IsWidened) Advance("wide", distance);
    }

    void Advance(string reference, string distance) => _micro.Code.Line($"{reference} = ref RefMath.Add(ref {reference}, {distance});");

    static string Sum(int pixel, int vector, int chain = 0) => $"a{Number(pixel)}_{Number(vector)}" + (chain == 0 ? "" : "_" + Number(chain));
}
