using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>What a gate came to.</summary>
public sealed record GateResult
{
    /// <summary>The model's name in the run, as stored.</summary>
    public required string Model { get; init; }

    /// <summary>One entry a threshold.</summary>
    public required IReadOnlyList<GateCheck> Checks { get; init; }

    /// <summary>Whether so many trials are not answers that nothing can be concluded; the gate has then failed.</summary>
    public required bool TooManyInvalid { get; init; }

    /// <summary>The whole explanation; nothing in it acts on a terminal.</summary>
    public required string Message { get; init; }

    /// <summary>The run's directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether undecided counts as failed.</summary>
    public bool Strict { get; init; }

    /// <summary>Why no model was asked; null where one was. Such a gate is skipped even where undecided fails, unless the model is required.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>Fail where any check fails, else inconclusive where any is, else pass.</summary>
    public GateVerdict Verdict =>
        TooManyInvalid || Checks.Any(c => c.Verdict == GateVerdict.Fail) ? GateVerdict.Fail
        : Checks.All(c => c.Verdict == GateVerdict.Pass) ? GateVerdict.Pass
        : GateVerdict.Inconclusive;

    /// <summary>Whether a check counts as failed, all things considered.</summary>
    internal bool HasFailed(GateCheck check) =>
        TooManyInvalid || check.Verdict == GateVerdict.Fail || (Strict && NotMeasured is null && check.Verdict != GateVerdict.Pass);

    /// <summary>Whether a check counts as skipped.</summary>
    internal bool IsSkipped(GateCheck check) => !HasFailed(check) && check.Verdict != GateVerdict.Pass;

    /// <summary>Itself where the gate passed.</summary>
    internal GateResult OrThrow() => Verdict switch
    {
        GateVerdict.Pass => this,
        GateVerdict.Inconclusive when !Strict || NotMeasured is not null => throw GateSkip.Because(Message),
        _ => throw new GateFailedException(this),
    };
}
