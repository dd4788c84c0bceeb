using Haystack.Inference.Wire;

namespace Haystack.Inference.Calling;

/// <summary>What the server calls the model in its replies: an alias may mean any name, but always the same one. Thread-safe.</summary>
internal sealed class ServedName
{
    private string? _first;

    /// <summary>The response; a fault where another model replied than before. A gateway that falls back when the one asked for is busy says so here, and nowhere else.</summary>
    public ModelResponse Check(ModelResponse response) =>
        response is { ServedModel: { } served, Stop: not StopCause.Fault } && (Interlocked.CompareExchange(ref _first, served, null) ?? served) is var first && !served.Equals(first, StringComparison.OrdinalIgnoreCase)
            ? response with { Stop = StopCause.Fault, Fault = $"another model replied: '{OneLine.Of(served)}' in place of '{OneLine.Of(first)}', by the server's own word" }
            : response;
}
