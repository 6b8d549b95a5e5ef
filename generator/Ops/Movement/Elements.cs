using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Single elements of tensors of any type.</summary>
static class Elements
{
    public static void Copy(Tensor source, int from, Tensor target, int to)
    {
        var size = source.Element.Size();
        if (size == 0) target.Strings[to] = source.Strings[from];
        else source.Bytes.AsSpan(from * size, size).CopyTo(target.Bytes.AsSpan(to * size, size));
    }

    public static void Fill(Tensor target, Tensor scalar)
    {
        for (var i = 0; i < target.Count; i++) Copy(scalar, 0, target, i);
    }
}
