using Xunit;

namespace Haystack.Tests.Corpora;

/// <summary>Every register of the procedural corpora in every language, for theories.</summary>
internal static class Registers
{
    /// <summary>Language and register.</summary>
    public static TheoryData<string, string> All { get; } = new()
    {
        { "en", "chronicle" },
        { "en", "report" },
        { "en", "minutes" },
        { "zh", "chronicle" },
        { "zh", "report" },
        { "zh", "minutes" },
    };
}
