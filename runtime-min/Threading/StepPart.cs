using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>Carries out a part of a step of a compiled model.</summary>
/// <param name="step">The step's number.</param>
/// <param name="arena">The start of the instance's arena.</param>
/// <param name="weights">The start of the model's weights.</param>
/// <param name="border">The start of the caller's span that the step reads or writes, if any.</param>
/// <param name="part">Which part, from 0.</param>
/// <param name="parts">How many parts the step is cut into.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void StepPart(int step, ref byte arena, ref byte weights, ref byte border, nint part, nint parts);
