using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>Questions as JSON lines in the shape of a format: one object a question.</summary>
internal sealed class DataSetLines : IDisposable
{
    private readonly string _tokenizer;
    private readonly ILineShape _shape;
    private readonly LineWriter _line;

    /// <summary>A writer for documents of one corpus and tokenizer.</summary>
    public DataSetLines(string tokenizer, EscapedCorpus corpus, ILineShape shape)
    {
        _tokenizer = tokenizer;
        _shape = shape;
        _line = new LineWriter(corpus);
    }

    /// <summary>The line of a question, line feed included; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Line(Document document, Prompt prompt)
    {
        _line.Begin();
        _shape.Write(_line, _tokenizer, document, prompt);
        return _line.End();
    }

    public void Dispose() => _line.Dispose();
}
