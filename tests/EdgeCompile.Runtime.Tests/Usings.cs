global using System.Runtime.Intrinsics;
global using Xunit;
global using Xunit.Abstractions;
