using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>Answers by chance among the document's values of the right kind.</summary>
internal sealed class GuessReader(ModelTokenizer tokenizer, Seed seed) : BuiltinReader("builtin", "guess", tokenizer)
{
    private readonly Seed _seed = seed;

    protected override string? Answer(FoundQuestion question, PromptReading reading) =>
        Guess.Pick(question, reading.Facts, reading.Random(_seed));
}
