using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>Whose words the messages of one reply say that they are: which model's, and which speaker's.</summary>
internal sealed class TellingNames
{
    private static readonly string[] Others = ["system", "user", "tool", "developer", "function", "human"];
    private static readonly string[] Models = ["assistant", "model", "ai", "bot", "chatbot"];

    /// <summary>Where a message may say its number.</summary>
    private static readonly string[] Numbers = ["seq", "sequence", "sequence_number", "sequenceNumber", "sequence_id", "seq_id", "seq_num", "seq_no", "chunk_index", "chunkIndex", "chunk_id", "chunk_number"];

    private readonly HashSet<string> _before = new(StringComparer.OrdinalIgnoreCase);
    private string? _model, _first, _last, _role;
    private int _messages, _firsts, _lasts, _lastTexts;
    private long? _number;
    private bool _isOutOfOrder;
    private bool _isOne = true, _hasOthers, _hasModels;

    /// <summary>One message may have a wrong name by mistake; a reply all of whose messages have it is that model's.</summary>
    public string? Model(bool isOneJson) => _isOne && (isOneJson || _messages > 2) ? _model : null;

    /// <summary>Why the texts are not one model's; null where nothing says so.</summary>
    public string? Contradiction =>
        _hasOthers && _hasModels ? "texts of several speakers came in one reply, by their roles"
        : _firsts > 2 && _lasts > 2 && _lastTexts > 0 && !string.Equals(_first, _last, StringComparison.OrdinalIgnoreCase) && !_before.Contains(_last!) ? "texts of two models came one after the other, by the names in the reply's messages"
        : _isOutOfOrder ? "the reply's messages came out of their order, by their own numbers"
        : null;

    /// <summary>The number that a message says it has; null where it says none.</summary>
    public static long? NumberIn(JsonElement message) => Numbers.Select(n => message.Member(n) is { ValueKind: JsonValueKind.Number } value ? value.Whole() : null).FirstOrDefault(n => n is not null);

    /// <summary>Takes in the number that a message with text has among the reply's; null where it has none.</summary>
    public void Note(long? number)
    {
        _isOutOfOrder |= number < _number;
        _number = number ?? _number;
    }

    /// <summary>Takes in a message.</summary>
    public void Note(string? model, string? role, bool hasText)
    {
        _role = role is { Length: > 0 } ? role.ToLowerInvariant() : _role;
        _hasOthers |= hasText && Array.IndexOf(Others, _role) >= 0;
        _hasModels |= hasText && Array.IndexOf(Models, _role) >= 0;
        if (model is not { Length: > 0 })
            return;
        (_model, _messages, _isOne) = (_model ?? model, _messages + 1, _isOne && (_model is null || _model == model));
        if (!hasText && _first is null)
            return;
        _first ??= model;
        _firsts += string.Equals(_first, model, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (_last is not null && !string.Equals(_last, model, StringComparison.OrdinalIgnoreCase))
            (_, _lasts, _lastTexts) = (_before.Add(_last), 0, 0);
        (_last, _lasts, _lastTexts) = (model, _lasts + 1, _lastTexts + (hasText ? 1 : 0));
    }
}
