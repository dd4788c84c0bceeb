namespace Haystack.Inference.Wire;

/// <summary>
/// Weighs what may be an error without saying so: a note that stands beside a reply (<c>"fallback_error":"provider A: 429"</c>) is
/// none where the reply goes on all the same, and is one where the reply ends there.
/// </summary>
internal sealed class Suspicion
{
    private bool _isHarmless, _isGrave;

    /// <summary>The words that are not explained yet; null where there are none.</summary>
    public string? Open { get; private set; }

    /// <summary>Text of the reply has come: what was said before did not end it.</summary>
    public void OnText()
    {
        _isHarmless |= Open is not null;
        Open = null;
    }

    /// <summary>The server has told a reason for the reply's end that is no fault.</summary>
    public void OnEnd()
    {
        if (!_isGrave || _isHarmless)
            Open = null;
    }

    /// <summary>Something that may be an error has come.</summary>
    /// <param name="words">What was said.</param>
    /// <param name="isGrave">Whether a reason to stop told after it or with it does not explain it: a code that is none of success, or a message that has nothing of a reply.</param>
    public void Note(string words, bool isGrave)
    {
        (_isGrave, Open) = (Open is not null ? _isGrave || isGrave : isGrave, Open ?? words);
    }
}
