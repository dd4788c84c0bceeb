namespace Haystack.Scoring;

/// <summary>Finds dates; planted values that are no dates are looked for as names where a passage has no date.</summary>
internal sealed class DateReader : IValueReader
{
    private readonly List<(DateValue Date, Outcome Meaning)> known = [];
    private readonly NameReader others;

    public DateReader(IReadOnlyList<KnownValue> values)
    {
        var names = new List<KnownValue>();
        foreach (var value in values)
        {
            if (Scan(value.Passage) is [var only])
                known.Add((only.Date.Value, value.Meaning));
            else
                names.Add(value);
        }

        others = new NameReader(names, Passage.From(""));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Mention> Read(Passage passage)
    {
        var dates = Scan(passage);
        // A bare year beside whole dates is a remark on them.
        var whole = dates.Where(d => d.Date.Value.IsMoreThanYear).ToList();
        var chosen = whole.Count > 0 ? whole : dates;
        return chosen.Count == 0 ? others.Read(passage) : [.. chosen.Select(d => Mentioned(passage, d.First, d.Date))];
    }

    private static List<(int First, ParsedDate Date)> Scan(Passage passage)
    {
        var found = new List<(int, ParsedDate)>();
        for (var i = 0; i < passage.Tokens.Count; i++)
        {
            if (Dates.At(passage, i) is not { } date)
                continue;
            found.Add((i, date));
            i = date.Last;
        }

        return found;
    }

    private Mention Mentioned(Passage passage, int first, ParsedDate date)
    {
        var match = Match(date.Value) ?? (date.Other is { } other ? Match(other) : null);
        var value = match?.Date ?? date.Value;
        return new Mention(first, date.Last, passage.Slice(first, date.Last), value.Key, match?.Meaning ?? Outcome.Invented, match is null ? null : value.Key);
    }

    /// <summary>
    /// The planted date that is meant: an equal one, else one that agrees as far as both say, where no other planted
    /// date does. A reply of "5 March" among the planted 5 March 1887 and 5 March 1890 means neither.
    /// </summary>
    private (DateValue Date, Outcome Meaning)? Match(DateValue date)
    {
        foreach (var value in known)
        {
            if (value.Date == date)
                return value;
        }

        if (date.Month is null || date.Day is null)
            return null;
        var agreeing = known.Where(k => k.Date.AgreesWith(date)).ToList();
        return agreeing.Count > 0 && agreeing.All(k => k.Date == agreeing[0].Date) ? agreeing[0] : null;
    }
}
