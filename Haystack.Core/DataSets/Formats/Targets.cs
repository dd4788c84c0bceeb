using Haystack.Documents;
using Haystack.Facts;

namespace Haystack.DataSets.Formats;

/// <summary>The right answers of a question as other programs want them: never empty.</summary>
internal sealed class Targets
{
    private readonly Dictionary<string, string[]> _abstentions = [];

    /// <summary>Every accepted form; where the text does not say, the words that the prompt asks for.</summary>
    public IReadOnlyList<string> Of(Document document, Question question)
    {
        if (!question.ExpectsAbstention)
            return question.Accepted;
        var language = document.Plan.Language;
        return _abstentions.TryGetValue(language, out var words) ? words : _abstentions[language] = [PromptText.For(language).Abstention];
    }
}
