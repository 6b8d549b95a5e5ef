using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCompile.Tool;

/// <summary>Results for programs. Numbers that JSON lacks are the strings "NaN" and "Infinity".</summary>
static class JsonText
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Of<T>(T result) => JsonSerializer.Serialize(result, options);
}
