using Haystack.Facts.Reading;
using Haystack.Tokenization;

namespace Haystack.Inference.Builtin;

/// <summary>Sees the last so many tokens of the prompt only; a fact counts where all of it stands among them.</summary>
internal sealed class WindowReader(string name, int windowTokens, ModelTokenizer tokenizer) : BuiltinReader("builtin", name, tokenizer)
{
    private readonly int _windowTokens = windowTokens;

    protected override bool Sees(FoundQuestion question, PromptReading reading) =>
        question.Start >= reading.Tokens.StartOfLast(_windowTokens);

    protected override string? Answer(FoundQuestion question, PromptReading reading)
    {
        var start = reading.Tokens.StartOfLast(_windowTokens);
        return Reasoner.Chain(question, [.. reading.Facts.Where(f => f.Start >= start)]) is { } chain
            ? Reasoner.Conclude(question, chain) : null;
    }
}
