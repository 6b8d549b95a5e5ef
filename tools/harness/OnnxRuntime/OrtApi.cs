using System.Runtime.InteropServices;

namespace EdgeCompile.Harness.OnnxRuntime;

/// <summary>
/// The entries of ONNX Runtime's C function table that are used here, each at its slot. The order of <c>struct OrtApi</c> never changes:
/// onnxruntime_c_api.h, "End of Version 1 - DO NOT MODIFY ABOVE". Handles are <c>void*</c>; what returns <c>void*</c> returns a status.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
unsafe struct OrtApi
{
    const int Slot = 8;

    [FieldOffset(2 * Slot)] public delegate* unmanaged<void*, byte*> GetErrorMessage;
    [FieldOffset(3 * Slot)] public delegate* unmanaged<int, byte*, void**, void*> CreateEnv;
    [FieldOffset(7 * Slot)] public delegate* unmanaged<void*, byte*, void*, void**, void*> CreateSession;
    [FieldOffset(8 * Slot)] public delegate* unmanaged<void*, void*, nuint, void*, void**, void*> CreateSessionFromArray;
    [FieldOffset(9 * Slot)] public delegate* unmanaged<void*, void*, byte**, void**, nuint, byte**, nuint, void**, void*> Run;
    [FieldOffset(10 * Slot)] public delegate* unmanaged<void**, void*> CreateSessionOptions;
    [FieldOffset(23 * Slot)] public delegate* unmanaged<void*, int, void*> SetSessionGraphOptimizationLevel;
    [FieldOffset(24 * Slot)] public delegate* unmanaged<void*, int, void*> SetIntraOpNumThreads;
    [FieldOffset(30 * Slot)] public delegate* unmanaged<void*, nuint*, void*> SessionGetInputCount;
    [FieldOffset(31 * Slot)] public delegate* unmanaged<void*, nuint*, void*> SessionGetOutputCount;
    [FieldOffset(33 * Slot)] public delegate* unmanaged<void*, nuint, void**, void*> SessionGetInputTypeInfo;
    [FieldOffset(34 * Slot)] public delegate* unmanaged<void*, nuint, void**, void*> SessionGetOutputTypeInfo;
    [FieldOffset(36 * Slot)] public delegate* unmanaged<void*, nuint, void*, byte**, void*> SessionGetInputName;
    [FieldOffset(37 * Slot)] public delegate* unmanaged<void*, nuint, void*, byte**, void*> SessionGetOutputName;
    [FieldOffset(49 * Slot)] public delegate* unmanaged<void*, void*, nuint, long*, nuint, int, void**, void*> CreateTensorWithDataAsOrtValue;
    [FieldOffset(51 * Slot)] public delegate* unmanaged<void*, void**, void*> GetTensorMutableData;
    [FieldOffset(55 * Slot)] public delegate* unmanaged<void*, void**, void*> CastTypeInfoToTensorInfo;
    [FieldOffset(60 * Slot)] public delegate* unmanaged<void*, int*, void*> GetTensorElementType;
    [FieldOffset(61 * Slot)] public delegate* unmanaged<void*, nuint*, void*> GetDimensionsCount;
    [FieldOffset(62 * Slot)] public delegate* unmanaged<void*, long*, nuint, void*> GetDimensions;
    [FieldOffset(65 * Slot)] public delegate* unmanaged<void*, void**, void*> GetTensorTypeAndShape;
    [FieldOffset(67 * Slot)] public delegate* unmanaged<void*, int*, void*> GetValueType;
    [FieldOffset(69 * Slot)] public delegate* unmanaged<int, int, void**, void*> CreateCpuMemoryInfo;
    [FieldOffset(76 * Slot)] public delegate* unmanaged<void*, void*, void*> AllocatorFree;
    [FieldOffset(78 * Slot)] public delegate* unmanaged<void**, void*> GetAllocatorWithDefaultOptions;
    [FieldOffset(93 * Slot)] public delegate* unmanaged<void*, void> ReleaseStatus;
    [FieldOffset(95 * Slot)] public delegate* unmanaged<void*, void> ReleaseSession;
    [FieldOffset(96 * Slot)] public delegate* unmanaged<void*, void> ReleaseValue;
    [FieldOffset(98 * Slot)] public delegate* unmanaged<void*, void> ReleaseTypeInfo;
    [FieldOffset(99 * Slot)] public delegate* unmanaged<void*, void> ReleaseTensorTypeAndShapeInfo;
    [FieldOffset(100 * Slot)] public delegate* unmanaged<void*, void> ReleaseSessionOptions;
}

/// <summary>What <c>OrtGetApiBase</c> returns.</summary>
unsafe struct OrtApiBase
{
    public delegate* unmanaged<uint, OrtApi*> GetApi;
    public delegate* unmanaged<byte*> GetVersionString;
}
