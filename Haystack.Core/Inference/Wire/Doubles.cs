namespace Haystack.Inference.Wire;

/// <summary>Finds out where a server sends its messages twice: all of them, or the last.</summary>
internal sealed class Doubles
{
    /// <summary>So many pairs of equal texts in a row do not come by chance.</summary>
    private const int Telling = 4;

    private string? _before;
    private int _texts;
    private bool _arePairs = true, _differ, _isLastTwice;

    /// <summary>What was found; null for nothing.</summary>
    public string? Found =>
        _isLastTwice ? "the reply's last text came twice"
        : _arePairs && _differ && _texts >= 2 * Telling && _texts % 2 == 0 ? "each text of the reply came twice" : null;

    /// <summary>Takes the next text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLast">Whether its message ends the reply.</param>
    public void Add(string text, bool isLast)
    {
        _isLastTwice = text == _before && text.Count(char.IsLetter) > (isLast ? 1 : 2);
        if (_texts % 2 == 1)
            _arePairs &= text == _before;
        else
            _differ |= _before is not null && text != _before;
        _texts++;
        _before = text;
    }
}
