using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>Carries out a part of a step of a compiled model.</summary>
/// <param name="step">The step's number.</param>
/// <param name="arena">The start of the instance's arena.</param>
/// <param name="weights">The start of the model's weights.</param>
/// <param name="border">The start of the caller's span that the step reads or writes, if any.</param>
/// <param name="from">The first of the step's units in the part.</param>
/// <param name="to">The first after them.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void StepPart(int step, ref byte arena, ref byte weights, ref byte border, int from, int to);
