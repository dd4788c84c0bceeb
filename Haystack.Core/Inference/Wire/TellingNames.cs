namespace Haystack.Inference.Wire;

/// <summary>Whose words the messages of one reply say that they are: which model's, and which speaker's.</summary>
internal sealed class TellingNames
{
    private static readonly string[] Others = ["system", "user", "tool", "developer", "function", "human"];
    private static readonly string[] Models = ["assistant", "model", "ai", "bot", "chatbot"];

    private readonly HashSet<string> _before = new(StringComparer.OrdinalIgnoreCase);
    private string? _model, _first, _last, _role;
    private int _messages, _lasts;
    private bool _isOne = true, _hasOthers, _hasModels;

    /// <summary>One message may have a wrong name by mistake; a reply all of whose messages have it is that model's.</summary>
    public string? Model(bool isOneJson) => _isOne && (isOneJson || _messages > 2) ? _model : null;

    /// <summary>Why the texts are not one model's; null where nothing says so.</summary>
    public string? Contradiction =>
        _hasOthers && _hasModels ? "texts of several speakers came in one reply, by their roles"
        : _lasts > 1 && !string.Equals(_first, _last, StringComparison.OrdinalIgnoreCase) && !_before.Contains(_last!) ? "texts of two models came one after the other, by the names in the reply's messages"
        : null;

    /// <summary>Takes in a message.</summary>
    public void Note(string? model, string? role, bool hasText)
    {
        _role = role is { Length: > 0 } ? role.ToLowerInvariant() : _role;
        _hasOthers |= hasText && Array.IndexOf(Others, _role) >= 0;
        _hasModels |= hasText && Array.IndexOf(Models, _role) >= 0;
        if (model is not { Length: > 0 })
            return;
        (_model, _messages, _isOne) = (_model ?? model, _messages + 1, _isOne && (_model is null || _model == model));
        if (!hasText)
            return;
        _first ??= model;
        if (_last is not null && !string.Equals(_last, model, StringComparison.OrdinalIgnoreCase))
            (_, _lasts) = (_before.Add(_last), 0);
        (_last, _lasts) = (model, _lasts + 1);
    }
}
