using System.Collections.Frozen;
using Haystack.Languages.Yaml;

namespace Haystack.Languages;

/// <summary>The words by which a language with spaces writes dates.</summary>
internal sealed class DateReading
{
    public DateReading(YamlMap map)
    {
        var months = map.Texts("months");
        if (months.Count != 12)
            throw map.Fault($"'months' has {months.Count} names, not 12");
        MonthNames = [.. months.Select(m => m.Value)];
        var byWord = MonthNames.Select((name, i) => KeyValuePair.Create(name.ToLowerInvariant(), i + 1)).ToDictionary(StringComparer.Ordinal);
        foreach (var (word, month) in map.Numbers("short"))
            byWord.TryAdd(word, (int)month);
        Months = byWord.ToFrozenDictionary(StringComparer.Ordinal);
        (Day, Of, The) = (map.Words("day"), map.Words("of"), map.Words("the"));
        (BeforeYear, Year, InHundreds) = (map.Words("before-year"), map.Words("year"), map.Words("in-hundreds"));
        (Later, Earlier, One) = (map.Words("later"), map.Words("earlier"), map.Words("one"));
        Spans = map.Numbers("spans").ToFrozenDictionary(s => s.Key, s => (int)s.Value, StringComparer.Ordinal);
        HasOrdinalPoint = map.Has("ordinal-point") && map.IsYes("ordinal-point");
        map.Finish();
    }

    /// <summary>The names as they are written, January first.</summary>
    public IReadOnlyList<string> MonthNames { get; }

    /// <summary>The number of a month by its name or a short form of it, in lower case.</summary>
    public FrozenDictionary<string, int> Months { get; }

    /// <summary>"day", where it may stand behind a day's number.</summary>
    public IReadOnlySet<string> Day { get; }

    /// <summary>What may stand between a day and its month.</summary>
    public IReadOnlySet<string> Of { get; }

    /// <summary>The article, in every form of it.</summary>
    public IReadOnlySet<string> The { get; }

    /// <summary>What may stand between a month and its year.</summary>
    public IReadOnlySet<string> BeforeYear { get; }

    /// <summary>"year", in "the year 1887".</summary>
    public IReadOnlySet<string> Year { get; }

    /// <summary>What stands for the tens that are none, in "eighteen oh five".</summary>
    public IReadOnlySet<string> InHundreds { get; }

    /// <summary>What makes the date that follows the earlier one.</summary>
    public IReadOnlySet<string> Later { get; }

    /// <summary>What makes the date that follows the later one.</summary>
    public IReadOnlySet<string> Earlier { get; }

    /// <summary>What stands for one before a span: "the day after".</summary>
    public IReadOnlySet<string> One { get; }

    /// <summary>Days of a span by its word.</summary>
    public FrozenDictionary<string, int> Spans { get; }

    /// <summary>Whether a point makes an ordinal of figures: "3. März".</summary>
    public bool HasOrdinalPoint { get; }
}
