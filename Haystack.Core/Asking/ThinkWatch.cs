using System.Globalization;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Scoring;

namespace Haystack.Asking;

/// <summary>
/// Says once, while the sweep runs, that a server does not heed the budget of thinking that it is sent (<c>?think=N</c>): it may
/// not know the word, and none refuses it for that. Thread-safe.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class ThinkWatch(PreparedModel model)
{
    /// <summary>Beyond this a server cannot be said to have stopped at N: it may close with words of its own, and counts differ.</summary>
    private const double MostOver = 1.5;

    private const int Slack = 64;

    private int _isSaid;

    /// <summary>Takes a reply into account.</summary>
    /// <returns>What is to be said; mostly nothing.</returns>
    public string? Note(ModelResponse response)
    {
        if (model.Connection.Description.ThinkBudget is not { } budget || Volatile.Read(ref _isSaid) != 0)
            return null;
        var thought = response.ThinkingTokens ?? Seen(response);
        if (thought <= MostOver * budget + Slack || Interlocked.Exchange(ref _isSaid, 1) != 0)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Row.Name}: the server does not heed think={budget}: a reply thought for {thought:N0} tokens. The run is one of a model that thinks as it likes (leave think= out, or use a server that bounds it)");
    }

    // Told apart by the server, left in the text, or paid for and not shown.
    private long Seen(ModelResponse response)
    {
        var visible = model.Tokenizer.Count(ThinkingRemover.Remove(response.Content).Text);
        var inText = model.Tokenizer.Count(response.Content) - visible;
        var apart = response.Thinking.Length == 0 ? 0 : model.Tokenizer.Count(response.Thinking);
        return Math.Max(Math.Max(inText, apart), (response.OutputTokens ?? 0) - visible);
    }
}
