using System.ClientModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Calling;

/// <summary>What a request that failed came to: the line to store, and what may be done about it.</summary>
/// <param name="Line">One clean line.</param>
/// <param name="MayRetry">Whether sending it again could help.</param>
/// <param name="PromptRefused">Whether the server found the prompt too long.</param>
/// <param name="PromptTokens">The server's count of a refused prompt, where it told.</param>
/// <param name="Status">The HTTP status, or the one that an error inside the stream names; null where there is none.</param>
/// <param name="RetryAfter">What the server asked in words to wait; null where it did not.</param>
internal sealed partial record FaultReading(string Line, bool MayRetry = false, bool PromptRefused = false, long? PromptTokens = null, int? Status = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Reads what the wire saw, and failing that the exception.</summary>
    public static FaultReading Of(WireTap tap, Exception? exception)
    {
        if (tap.StreamError is { } error)
            return OfStream(error, tap);
        if (tap.IsPage)
            return new($"the server answered with a web page{Title(tap)} in place of a reply{Hinted(tap)}", Status: tap.Status);
        if (tap.Answering)
            return new($"the answer broke off: {OneLine.Of(exception is null || tap.Stray is not null ? $"the stream ended without its final message{Beside(tap)}" : Root(exception).Message)}", Status: tap.Status);
        if (tap.Status is { } status)
            return OfStatus(status, tap.ErrorBody ?? "", tap);
        // Client libraries wrap what the socket said: OpenAI's in an exception of its own.
        if (exception is null)
            return new("no answer");
        // A wire that is not ours: the library's own word is all there is.
        var said = OneLine.Of(Root(exception).Message);
        if (Chain(exception).Select(StatusOf).FirstOrDefault(s => s is not null) is { } told)
            return OfStatus(told, said, tap);
        if (PromptRefusal.Is(said))
            return new($"the prompt is too long: {said}", PromptRefused: true, PromptTokens: PromptRefusal.Tokens(said));
        return Chain(exception).Any(e => e is HttpRequestException or IOException)
            ? new($"no answer from the server: {OneLine.Of(Root(exception).Message)}", MayRetry: true)
            : new(OneLine.Of(Root(exception).Message));
    }

    // What came before the first token is as good as a status: nothing was answered yet.
    private static FaultReading OfStream(string error, WireTap tap)
    {
        var said = OneLine.OfErrorBody(error, tap.Redact);
        if (PromptRefusal.Is(error))
            return new($"the prompt is too long: {said}", PromptRefused: true, PromptTokens: PromptRefusal.Tokens(error));
        var passes = !tap.HasBegun && !NoMoney().IsMatch(error)
            && (tap.StreamErrorStatus is 408 or 425 or 429 or 502 or 503 or 504 or 529 || Passing().IsMatch(error) || PromptRefusal.IsFullCache(error));
        return new($"the server broke off with an error: {said}{Explained(error)}{Hinted(tap)}", passes, Status: tap.StreamErrorStatus ?? tap.Status, RetryAfter: passes ? AskedWait(error) : null);
    }

    private static FaultReading OfStatus(int status, string body, WireTap tap)
    {
        var said = body.AsSpan().TrimStart() is ['<', ..] ? $"a web page{Title(body)}" : OneLine.OfErrorBody(body, tap.Redact);
        var line = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{(said.Length > 0 ? $": {said}" : "")}{Explained(body)}");
        return status switch
        {
            400 or 413 or 422 or >= 500 when PromptRefusal.Is(body) => new(line, PromptRefused: true, PromptTokens: PromptRefusal.Tokens(body), Status: status),
            401 or 403 => new($"{line} (is the API key right?)", Status: status),
            404 => new($"{line} (the model is not there, or no longer){Hinted(tap)}", Status: status),
            // More tries would fill the same memory again.
            500 when OutOfMemory().IsMatch(body) => new($"{line} (the server has too little memory for this model and num_ctx)", Status: status),
            // What is used up does not come back by waiting a minute.
            402 or 429 when NoMoney().IsMatch(body) => new(line, Status: status),
            501 or 505 => new(line, Status: status),
            408 or 425 or 429 or >= 500 => new(line, MayRetry: true, Status: status, RetryAfter: AskedWait(body)),
            _ => new(line, Status: status),
        };
    }

    private static string Explained(string error) =>
        PromptRefusal.IsFullCache(error) ? " (the cache that the server's slots share is full: --parallel 1, or a larger context on the server)" : "";

    private static string Hinted(WireTap tap) => tap.Hint is { } hint ? $" ({hint})" : "";

    private static string Beside(WireTap tap) => tap.Stray is { } stray ? $" (it said: {OneLine.Of(tap.Redact(stray))})" : "";

    private static string Title(WireTap tap) => Title(tap.Redact(tap.Stray ?? ""));

    private static string Title(string page) =>
        PageTitle().Match(page) is { Success: true } title ? $" (\"{OneLine.Of(title.Groups[1].Value)}\")"
            : OneLine.Of(PageTags().Replace(page, " ")).Trim() is { Length: > 0 } text ? $" (\"{(text.Length <= 120 ? text : text[..120] + "…")}\")" : "";

    private static TimeSpan? AskedWait(string text) =>
        Wait().Match(text) is { Success: true } match && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromSeconds(match.Groups[2].Value.ToLowerInvariant() switch { "ms" => number / 1000, "m" or "min" or "minutes" or "minute" => number * 60, _ => number })
            : null;

    private static int? StatusOf(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } code } => (int)code,
        ClientResultException { Status: > 0 } result => result.Status,
        _ => null,
    };

    private static Exception Root(Exception exception) => Chain(exception).Last();

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    [GeneratedRegex(@"out of memory|OOM|more system memory|insufficient memory|cudaMalloc failed|unable to allocate|failed to allocate|not enough (v?ram|memory)", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"insufficient_(quota|balance|credit|funds)|exceeded your (current|monthly) quota|\b(quota|credits?|balance|funds)\b.{0,30}\b(exceeded|exhausted|insufficient|used up|too low|depleted|ran out)|insufficient (quota|balance|credits?|funds)|billing|payment required|欠费|余额不足", RegexOptions.IgnoreCase)]
    private static partial Regex NoMoney();

    [GeneratedRegex(@"overload|rate.?limit|too many requests|temporar|server (is )?busy|engine.{0,20}(busy|overload)|unavailable|at capacity|over capacity|(try|retry) (your request )?(again|later)|throttl|resource.?exhausted|繁忙|请求过多|稍后", RegexOptions.IgnoreCase)]
    private static partial Regex Passing();

    [GeneratedRegex(@"<(script|style)\b[^>]*>[^<]*</\1>|<[^>]*>?", RegexOptions.IgnoreCase)]
    private static partial Regex PageTags();

    [GeneratedRegex(@"<title[^>]*>\s*([^<]{1,120})", RegexOptions.IgnoreCase)]
    private static partial Regex PageTitle();

    [GeneratedRegex(@"(?:try again|retry|wait)\D{0,24}?(\d{1,5}(?:\.\d{1,4})?)\s*(ms|minutes?|min|m|seconds?|s)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Wait();
}
