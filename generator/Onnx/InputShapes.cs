using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Support;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>An item of the option EdgeCompileInputShapes: the shape of an input, or the size that a symbol stands for.</summary>
readonly record struct InputShape(string Name, EquatableArray<int> Sizes);

/// <summary>Reads the option EdgeCompileInputShapes, as in <c>images=1x3x416x416;mask=1x8</c> or <c>N=1;width=320</c>.</summary>
static class InputShapes
{
    /// <summary>The items in the order they are written.</summary>
    /// <exception cref="ModelException">The text is not of that form.</exception>
    public static IReadOnlyList<InputShape> Parse(string text)
    {
        var items = new List<InputShape>();
        foreach (var item in text.Split(';').Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            var equals = item.LastIndexOf('=');                            // a name in a model may hold one itself
            if (equals <= 0) throw new ModelException($"{Quote(item)} has no name and sizes");
            var name = item.Substring(0, equals).Trim();
            if (items.Any(other => other.Name == name)) throw new ModelException($"{Quote(name)} is given twice");
            items.Add(new InputShape(name, item.Substring(equals + 1).Split('x', 'X').Select(size => Size(item, size)).ToEquatableArray()));
        }
        return items;
    }

    static int Size(string item, string size) =>
        int.TryParse(size.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ModelException($"{Quote(size)} in {Quote(item)} is not a size from 1 on");

    /// <summary>The text that gives an input these sizes.</summary>
    public static string Text(string name, IEnumerable<int> sizes) => $"{name}={string.Join("x", sizes.Select(CSharpText.Number))}";
}
