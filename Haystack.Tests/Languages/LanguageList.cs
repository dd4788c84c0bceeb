using Haystack.Corpora;
using Haystack.Languages;
using Xunit;

namespace Haystack.Tests.Languages;

/// <summary>The languages that are there, by their folders, for theories.</summary>
internal static class LanguageList
{
    /// <summary>Every code.</summary>
    public static TheoryData<string> All { get; } = [.. Language.Codes];

    /// <summary>Language and register of every procedural corpus.</summary>
    public static TheoryData<string, string> Registers { get; } =
        [.. Language.Codes.SelectMany(code => ProceduralCorpus.Registers.Where(r => ProceduralCorpus.IsTold(code, r)), (code, register) => (code, register))];

    /// <summary>Corpus and language of every shipped text that does not repeat itself.</summary>
    public static TheoryData<string, string> Texts { get; } =
        [.. Language.Codes.SelectMany(code => CorpusLibrary.Shipped.Where(name => name != "noise" && CorpusLibrary.LanguagesOf(name).Contains(code)), (code, name) => (name, code))];
}
