using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>How an output element is made of its neighbours in the input.</summary>
enum Interpolation { Nearest, Linear, Cubic }

/// <summary>How a position in the output becomes one in the input; ONNX's coordinate_transformation_mode.</summary>
enum CoordinateTransform { HalfPixel, HalfPixelSymmetric, PytorchHalfPixel, AlignCorners, Asymmetric, TfHalfPixelForNN, TfCropAndResize }

/// <summary>
/// Which neighbour is nearest. Opset 10 left it open; as ONNX Runtime has it, Legacy rounds down when growing and up when shrinking.
/// </summary>
enum NearestMode { RoundPreferFloor, RoundPreferCeil, Floor, Ceil, Legacy }

/// <summary>All that decides a Resize; arrays have an entry for each axis of the input.</summary>
/// <param name="Sizes">The resulting shape.</param>
/// <param name="Scales">Output over input size as the model gives it, which need not be the quotient of the whole sizes.</param>
/// <param name="RoiStarts">Where the cropped region begins (TfCropAndResize), 0 to 1.</param>
/// <param name="RoiEnds">Where it ends.</param>
/// <param name="Mode">How neighbours are blended.</param>
/// <param name="Coordinates">From output to input positions.</param>
/// <param name="Nearest">For <see cref="Interpolation.Nearest"/> only.</param>
/// <param name="CubicA">The free coefficient of cubic convolution.</param>
/// <param name="ExcludeOutside">Neighbours outside the input weigh nothing, instead of standing for the edge.</param>
/// <param name="Extrapolation">What stands for positions outside the input (TfCropAndResize).</param>
/// <param name="Antialias">When shrinking, widen the filter to all that it steps over.</param>
sealed record ResizeAttributes(
    EquatableArray<int> Sizes, EquatableArray<float> Scales, EquatableArray<float> RoiStarts, EquatableArray<float> RoiEnds,
    Interpolation Mode, CoordinateTransform Coordinates, NearestMode Nearest, float CubicA, bool ExcludeOutside,
    float Extrapolation, bool Antialias) : OpAttributes;
