using System.Globalization;
using Haystack.Facts;
using Haystack.Gates;
using Haystack.Planning;
using Haystack.Statistics;
using Haystack.Sweeping;

namespace Haystack.LiveGates;

/// <summary>What a live gate measures: the options of the sweep that it is.</summary>
internal static class LiveGateOptions
{
    /// <summary>Documents for thresholds that have no sample size of their own (D50, D85, the penalty).</summary>
    private const int DocumentsOfCurves = 32;

    private static int _started;

    /// <summary>The options, all but what is known only once a model is connected.</summary>
    /// <exception cref="HaystackException">The gate does not say what to measure, or contradicts itself.</exception>
    public static SweepOptions For(LiveGate gate, TimeProvider time)
    {
        var conditions = gate.Conditions;
        conditions.RequireThreshold();
        Arm[] arms = [.. conditions.Thresholds.Select(t => t.Question(conditions.Scope)).Distinct()];
        if (arms.Contains(Arm.ClosedBook))
            throw new HaystackException("a live gate asks about documents: the question closed-book is for stored runs");
        var options = (Base(conditions) is { } other ? SameDocuments(gate.Basis, other) : Own(gate.Basis, conditions)) with
        {
            Models = [gate.Model],
            Arms = arms,
            CiWidth = null,
            D50Width = null,
            OutputDirectory = gate.Basis.OutputDirectory ?? FreshDirectory(gate.Model, time),
        };
        return options with { Documents = Documents(gate, options) };
    }

    /// <summary>The run whose documents are asked about again; null where the gate makes its own.</summary>
    public static NoWorseThreshold? Base(GateConditions conditions)
    {
        NoWorseThreshold[] all = [.. conditions.Thresholds.OfType<NoWorseThreshold>()];
        return all.Length <= 1 ? all.SingleOrDefault() : throw new HaystackException("a live gate is held against one run only");
    }

    /// <summary>Whether every question is at the one distance that the gate asks about, so that no other need be asked.</summary>
    public static bool IsAtOneDistance(GateConditions conditions) =>
        conditions.Scope.DistanceTokens is not null && conditions.Thresholds.All(t => t is ShareThreshold);

    /// <summary>Answers that one document gives to a threshold's question, at the distance asked about.</summary>
    public static int AnswersPerDocument(GateThreshold threshold, GateConditions conditions, SweepOptions options) =>
        threshold.Question(conditions.Scope) == Arm.Absent ? SweepDefaults.OrphansPerDocument
        : conditions.Scope.DistanceTokens is null || IsAtOneDistance(conditions) ? options.ChainsPerDocument
        : options.Distances.Count == 0 ? 1 : Math.Max(1, options.ChainsPerDocument / (options.Distances.Count + 1));

    private static SweepOptions Own(SweepOptions basis, GateConditions conditions)
    {
        var scope = conditions.Scope;
        if (scope.ContextTokens is null && basis.Contexts.Count == 0)
            throw new HaystackException("a live gate needs a context length, such as WithContext(\"16k\")");
        return basis with
        {
            Contexts = scope.ContextTokens is { } context ? [context] : basis.Contexts,
            MaxContextTokens = Math.Max(basis.MaxContextTokens, scope.ContextTokens ?? basis.Contexts.Max()),
            Distances = scope.DistanceTokens is not { } at ? basis.Distances
                : IsAtOneDistance(conditions) ? [Distance.Of(at)]
                : basis.Distances.Any(d => d.Tokens == at) ? basis.Distances : [.. basis.Distances, Distance.Of(at)],
            Families = scope.Family is { } family ? [family] : basis.Families,
            Languages = scope.Language is { } language ? [language] : basis.Languages,
        };
    }

    /// <summary>The base run's options decide what its documents are; where the model is comes from this gate.</summary>
    private static SweepOptions SameDocuments(SweepOptions basis, NoWorseThreshold other) => ManifestOptions.Read(other.Other.Manifest) with
    {
        Endpoint = basis.Endpoint,
        BaseUrl = basis.BaseUrl,
        ApiKeyVariable = basis.ApiKeyVariable,
        Parallel = basis.Parallel,
        InFlight = basis.InFlight,
        Verify = basis.Verify,
    };

    private static int Documents(LiveGate gate, SweepOptions options)
    {
        var conditions = gate.Conditions;
        if (Base(conditions) is not null)
            return options.Documents;
        var needed = conditions.Thresholds.Max(t => t is ShareThreshold share
            ? new DocumentGate(share.Gate, AnswersPerDocument(t, conditions, options)).MaxDocuments
            : DocumentsOfCurves);
        foreach (var share in conditions.Thresholds.OfType<ShareThreshold>())
            RequireEnough(share, AnswersPerDocument(share, conditions, options), gate.Budget ?? needed);
        return gate.Budget ?? needed;
    }

    /// <summary>A budget with which not even a perfect model passes is no budget.</summary>
    private static void RequireEnough(ShareThreshold share, int answers, int documents)
    {
        bool Passes(int d) => DocumentShare.Of(share.Gate, [.. Enumerable.Repeat(new Proportion(answers, answers), d)]).Verdict == GateVerdict.Pass;
        if (Passes(documents))
            return;
        var least = documents + 1;
        while (!Passes(least))
            least++;
        throw new HaystackException($"{share.Name}: with {documents} documents of {answers} questions not even a perfect model could pass; {least} are the least");
    }

    /// <summary>A directory of its own for every check: a test that runs again measures again.</summary>
    private static string FreshDirectory(string model, TimeProvider time)
    {
        var name = string.Concat(model.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
        return Path.Combine("runs", "gates", string.Create(
            CultureInfo.InvariantCulture,
            $"{name.TrimStart('.')}-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}-{Interlocked.Increment(ref _started)}"));
    }
}
