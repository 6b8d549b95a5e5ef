namespace EdgeCompile.Ir;

/// <summary>How a number becomes one of float8e8m0's powers of two.</summary>
enum PowerRounding { Up, Down, Nearest }
