namespace Haystack.LLama.Templates;

/// <summary>Goes through the pieces of a template.</summary>
internal sealed class TemplateReader(List<TemplateToken> tokens)
{
    private int _at;

    /// <summary>The piece that is next.</summary>
    public TemplateToken Next => tokens[_at];

    /// <summary>The piece after it.</summary>
    public TemplateToken After => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Takes the next piece.</summary>
    public TemplateToken Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    /// <summary>Whether the next piece is this operator or name.</summary>
    public bool Is(string text) => Next.Kind is TemplateTokenKind.Operator or TemplateTokenKind.Name && Next.Text == text;

    /// <summary>Takes the next piece if it is this operator or name.</summary>
    public bool Skip(string text)
    {
        if (!Is(text))
            return false;
        _at++;
        return true;
    }

    /// <summary>Takes the next piece, which must be this operator or name.</summary>
    public void Require(string text)
    {
        if (!Skip(text))
            throw Wrong($"'{text}' is missing before '{Next.Text}'");
    }

    /// <summary>Takes the next piece, which must be of this kind.</summary>
    public string Require(TemplateTokenKind kind) => Next.Kind == kind ? Take().Text : throw Wrong($"'{Next.Text}' stands where {kind} should");

    /// <summary>What is wrong, with its line.</summary>
    public TemplateException Wrong(string what) => new($"line {Next.Line}: {what}");
}
