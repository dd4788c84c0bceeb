namespace Haystack.Inference.Calling;

/// <summary>What one request came to, and whether sending it again could help.</summary>
/// <param name="Response">The response, fault included.</param>
/// <param name="MayRetry">Whether the fault is of the passing kind and the server had not begun to answer.</param>
/// <param name="RetryAfter">What the server asked to wait.</param>
/// <param name="Status">The HTTP status; null where no headers came.</param>
internal sealed record CallResult(ModelResponse Response, bool MayRetry = false, TimeSpan? RetryAfter = null, int? Status = null);
