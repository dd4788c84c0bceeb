using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>The object that a format makes of a question, one a line.</summary>
internal interface ILineShape
{
    /// <summary>Writes the object.</summary>
    void Write(LineWriter line, string tokenizer, Document document, Prompt prompt);
}
