using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>Reads the whole prompt: right wherever the text has the answer.</summary>
internal sealed class OracleReader(ModelTokenizer tokenizer) : BuiltinReader("builtin", "oracle", tokenizer)
{
    protected override string? Answer(FoundQuestion question, PromptReading reading) =>
        Reasoner.Chain(question, reading.Facts) is { } chain ? Reasoner.Conclude(question, chain) : null;
}
