using System.Text;

namespace EdgeCompile.Support;

/// <summary>Writes indented text with LF line ends, and nothing that depends on culture.</summary>
sealed class CodeWriter
{
    readonly StringBuilder _text = new();
    int _indent;

    public int Length => _text.Length;

    /// <summary>Writes lines; the text may hold several, each is indented to the current depth.</summary>
    public CodeWriter Line(string text = "")
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0) _text.Append(' ', 4 * _indent).Append(line);
            _text.Append('\n');
        }
        return this;
    }

    /// <summary>Writes a header, if there is one, and an opening brace; disposing the result writes the closing one.</summary>
    public Block Braces(string header = "", string close = "}")
    {
        if (header.Length > 0) Line(header);
        Line("{");
        _indent++;
        return new Block(this, close);
    }

    /// <summary>Indents what follows until the result is disposed, without braces.</summary>
    public Block Indented()
    {
        _indent++;
        return new Block(this, null);
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Block(CodeWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (close is not null) writer.Line(close);
        }
    }
}
