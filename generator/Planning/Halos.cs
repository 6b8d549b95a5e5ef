using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>Finds which tensors need room around them: what padded kernels read, and joined tensors whose parts they read.</summary>
static class Halos
{
    public static Dictionary<Value, Halo> Collect(LoweredGraph lowered)
    {
        var halos = new Dictionary<Value, Halo>();
        foreach (var definition in lowered.Definitions)
            if (definition.How is KernelNode { Kernel: var kernel })
                foreach (var input in kernel.Inputs) Add(input, kernel.HaloOf(input));

        // A part lies inside the joined tensor, so that its border is the joined tensor's; along the joined axis it has none of its own.
        for (var i = lowered.Definitions.Count - 1; i >= 0; i--)
            if (lowered.Definitions[i].How is Join join)
                foreach (var part in join.Parts)
                    if (halos.TryGetValue(part, out var halo) && halo.Extra(join.Axis) == 0) Add(join.Output, halo);
        return halos;

        void Add(Value value, Halo? halo)
        {
            if (halo is not { IsEmpty: false }) return;
            halos[value] = Halo.Union(halos.TryGetValue(value, out var other) ? other : null, halo)!;
        }
    }
}
