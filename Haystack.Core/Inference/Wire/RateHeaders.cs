using System.Globalization;
using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>
/// Reads what servers say of their limits, in OpenAI's form (<c>x-ratelimit-remaining-requests</c>), Anthropic's
/// (<c>anthropic-ratelimit-tokens-remaining</c>), the IETF's drafts (<c>ratelimit-remaining</c>, <c>ratelimit</c>), and those that
/// look like them.
/// </summary>
internal static partial class RateHeaders
{
    /// <summary>From here on a number is no time to wait but a moment: seconds, or milliseconds, since 1970.</summary>
    private const double SecondsSinceEpoch = 1e9, MillisecondsSinceEpoch = 1e12;

    private static readonly string[] NoUnit = ["x", "ratelimit", "anthropic", "remaining", "limit", "reset", "after", "at", "in"];

    /// <summary>The limits that the headers tell.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The clock, for moments; the answer's own <c>Date</c> goes before.</param>
    public static IReadOnlyList<RateReading> Read(HttpResponseMessage response, DateTimeOffset now)
    {
        Dictionary<string, (double? Remaining, double? Limit, TimeSpan? Reset)>? found = null;
        var clock = response.Headers.Date ?? now;
        foreach (var (header, values) in response.Headers.NonValidated)
        {
            if (!header.Contains("rate", StringComparison.OrdinalIgnoreCase) || !header.Contains("limit", StringComparison.OrdinalIgnoreCase))
                continue;
            found ??= new(StringComparer.Ordinal);
            var words = header.ToLowerInvariant().Replace("rate-limit", "ratelimit", StringComparison.Ordinal).Split('-');
            var value = values.ToString().Trim();
            if (words is ["ratelimit"])
            {
                Structured(value, found);
                continue;
            }

            var unit = string.Join('-', words.Except(NoUnit).Select(w => w.Replace("ratelimit", "", StringComparison.Ordinal)));
            var limit = found.GetValueOrDefault(unit);
            if (words.Contains("remaining"))
                limit.Remaining = Number(value);
            else if (words.Contains("reset"))
                limit.Reset = Wait(value, clock);
            else if (words.Contains("limit"))
                limit.Limit = Number(value);
            found[unit] = limit;
        }

        return found is null ? [] : [.. found.Where(f => f.Value.Remaining is not null).Select(f => new RateReading(f.Key, f.Value.Remaining!.Value, f.Value.Limit, f.Value.Reset))];
    }

    /// <summary>How long a reset is away: <c>1s</c>, <c>6m0s</c>, <c>20ms</c>, seconds, a moment; null where it is none of them.</summary>
    internal static TimeSpan? Wait(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number switch
            {
                >= 0 and < SecondsSinceEpoch => TimeSpan.FromSeconds(number),
                >= SecondsSinceEpoch and < MillisecondsSinceEpoch => NotBefore(DateTimeOffset.FromUnixTimeSeconds((long)number) - now),
                >= MillisecondsSinceEpoch and < 100 * MillisecondsSinceEpoch => NotBefore(DateTimeOffset.FromUnixTimeMilliseconds((long)number) - now),
                _ => null,
            };
        }

        if (Parts().Match(text) is { Success: true } match)
        {
            var parts = match.Groups[1].Captures.Zip(match.Groups[2].Captures, (n, unit) => double.Parse(n.Value, CultureInfo.InvariantCulture) * unit.Value switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 });
            return TimeSpan.FromSeconds(Math.Min(1e8, parts.Sum()));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? NotBefore(moment - now) : null;
    }

    // ratelimit: limit=100, remaining=50, reset=5   and   ratelimit: "default";r=50;t=30
    private static void Structured(string value, Dictionary<string, (double? Remaining, double? Limit, TimeSpan? Reset)> found)
    {
        foreach (var (match, i) in Members().Matches(value).GroupBy(m => value[..m.Index].Count(c => c == '"')).Select((g, i) => (g, i)))
        {
            double? Of(params string[] names) => match.FirstOrDefault(m => names.Contains(m.Groups[1].Value)) is { } m ? Number(m.Groups[2].Value) : null;
            found[string.Create(CultureInfo.InvariantCulture, $"policy {i}")] = (Of("remaining", "r"), Of("limit", "q"), Of("reset", "t") is { } seconds ? TimeSpan.FromSeconds(Math.Min(1e8, seconds)) : null);
        }
    }

    private static double? Number(string text) =>
        Leading().Match(text) is { Success: true } match && double.TryParse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan NotBefore(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    [GeneratedRegex(@"^-?\d{1,15}(\.\d{1,6})?", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?:(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\b(limit|remaining|reset|q|r|t)=(\d{1,12})", RegexOptions.CultureInvariant)]
    private static partial Regex Members();
}
