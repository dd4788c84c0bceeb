using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Calling;

/// <summary>What a request that failed came to: the line to store, and what may be done about it.</summary>
/// <param name="Line">One clean line.</param>
/// <param name="MayRetry">Whether sending it again could help.</param>
/// <param name="PromptRefused">Whether the server found the prompt too long.</param>
/// <param name="PromptTokens">The server's count of a refused prompt, where it told.</param>
internal sealed partial record FaultReading(string Line, bool MayRetry = false, bool PromptRefused = false, long? PromptTokens = null)
{
    /// <summary>Reads what the wire saw, and failing that the exception.</summary>
    public static FaultReading Of(WireTap tap, Exception? exception)
    {
        if (tap.StreamError is { } error)
            return OfStream(error, tap.Redact);
        if (tap.Answering)
            return new($"the answer broke off: {OneLine.Of(exception is null ? "the stream ended without its final message" : Root(exception).Message)}");
        if (tap.Status is { } status)
            return OfStatus(status, tap.ErrorBody ?? "", tap.Redact);
        // Client libraries wrap what the socket said: OpenAI's in an exception of its own.
        if (exception is null)
            return new("no answer");
        return Chain(exception).Any(e => e is HttpRequestException or IOException)
            ? new($"no answer from the server: {OneLine.Of(Root(exception).Message)}", MayRetry: true)
            : new(OneLine.Of(Root(exception).Message));
    }

    private static FaultReading OfStream(string error, Func<string, string> redact) =>
        IsTooLong(error)
            ? new($"the prompt is too long: {OneLine.OfErrorBody(error, redact)}", PromptRefused: true, PromptTokens: PromptTokensIn(error))
            : new($"the server broke off with an error: {OneLine.OfErrorBody(error, redact)}");

    private static FaultReading OfStatus(int status, string body, Func<string, string> redact)
    {
        var said = OneLine.OfErrorBody(body, redact);
        var line = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{(said.Length > 0 ? $": {said}" : "")}");
        return status switch
        {
            400 or 413 or 422 or 500 when IsTooLong(body) => new(line, PromptRefused: true, PromptTokens: PromptTokensIn(body)),
            401 or 403 => new($"{line} (is the API key right?)"),
            404 => new($"{line} (the model is not there, or no longer)"),
            // More tries would fill the same memory again.
            500 when OutOfMemory().IsMatch(body) => new($"{line} (the server has too little memory for this model and num_ctx)"),
            408 or 425 or 429 or >= 500 => new(line, MayRetry: true),
            _ => new(line),
        };
    }

    private static bool IsTooLong(string text) => TooLong().IsMatch(text);

    private static long? PromptTokensIn(string text) =>
        PromptTokensPattern().Match(text) is { Success: true } match
            && long.TryParse(match.Groups.Values.Skip(1).First(g => g.Success).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens)
            ? tokens
            : null;

    private static Exception Root(Exception exception) => Chain(exception).Last();

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    // Ollama's runner and llama-server; Ollama 0.12.6–0.24; OpenAI; vLLM; LM Studio.
    [GeneratedRegex(@"exceed_context_size|exceeds the available context size|input length exceeds|context_length_exceeded|maximum context length|longer than the (maximum )?(model|context)|context window|greater than the context length", RegexOptions.IgnoreCase)]
    private static partial Regex TooLong();

    [GeneratedRegex(@"n_prompt_tokens\W+(\d{1,12})|request \((\d{1,12}) tokens\)|resulted in (\d{1,12}) tokens|requested (?:\d+ tokens \()?(\d{1,12}) (?:in the messages|tokens? in the)|contains at least (\d{1,12}) input tokens", RegexOptions.IgnoreCase)]
    private static partial Regex PromptTokensPattern();

    [GeneratedRegex(@"out of memory|OOM|more system memory|insufficient memory|cudaMalloc failed|unable to allocate|failed to allocate|not enough (v?ram|memory)", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfMemory();
}
