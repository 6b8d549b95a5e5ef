namespace EdgeCompile.Lowering;

/// <summary>The scalar functions that expressions are made of. Their C# stands in <c>ScalarCode</c> and <c>VectorCode</c>.</summary>
enum Function
{
    Add, Subtract, Multiply, Divide, Modulo, FloatModulo, Power, Max, Min,
    Negate, Abs, Sign, Reciprocal, Sqrt, Floor, Ceil, Round, Truncate,
    Exp, Log, Tanh, Sigmoid, Erf, Softplus,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Asinh, Acosh, Atanh,
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, IsNaN, IsInfinity,
    And, Or, Xor, Not, BitAnd, BitOr, BitXor, BitNot, ShiftLeft, ShiftRight,
    Select, Cast, Narrow, Reinterpret,
    // Of vectors only: lanes 0 and 1 exchanged, 2 and 3, and so on.
    SwapNeighbours,
}
