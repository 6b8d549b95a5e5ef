namespace EdgeCompile.Support;

/// <summary>Quotients of integers that are rounded to one side, where C#'s are rounded to zero; divisors are positive.</summary>
static class Quotient
{
    public static long Floor(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);
    public static long Ceiling(long a, long b) => -Floor(-a, b);
}
