using System.Text;

namespace EdgeCompile.Support;

/// <summary>Writes indented text with LF line ends, and nothing that depends on culture.</summary>
sealed class CodeWriter
{
    readonly StringBuilder _text = new();
    readonly Stack<int> _scopes = new([0]);
    int _scope;
    int _indent;

    /// <summary>The innermost braces that are open.</summary>
    public int Scope => _scopes.Peek();

    /// <summary>Whether the line to come stands within these braces: what was declared there is known.</summary>
    public bool IsOpen(int scope) => _scopes.Contains(scope);

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
        _scopes.Push(++_scope);
        return new Block(this, close);
    }

    /// <summary>Writes a loop over int indices from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public Block Loop(string name, string first, string end, int step = 1) =>
        Braces($"for (int {name} = {first}; {name} < {end}; {name}{(step == 1 ? "++" : " += " + CSharpText.Number(step))})");

    /// <inheritdoc cref="Loop(string, string, string, int)"/>
    public Block Loop(string name, long first, long end, int step = 1) => Loop(name, CSharpText.Number(first), CSharpText.Number(end), step);

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
            if (close is null) return;
            writer._scopes.Pop();
            // Members end with a blank line, which the last one does without.
            var text = writer._text;
            if (text.Length > 1 && text[text.Length - 1] == '\n' && text[text.Length - 2] == '\n') text.Length--;
            writer.Line(close);
        }
    }
}
