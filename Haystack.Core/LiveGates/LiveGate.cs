using Haystack.Gates;
using Haystack.Sweeping;

namespace Haystack.LiveGates;

/// <summary>
/// A gate that asks a model: plans the sample that its thresholds need, stops early where the answers are clear, and
/// stores what it asked as a run. Made by <see cref="AccuracyGate"/>.
/// </summary>
public sealed record LiveGate : GateBuilder<LiveGate>
{
    private readonly SweepEnvironment _environment;

    internal LiveGate(string model, SweepOptions basis, SweepEnvironment environment)
        : base(new GateConditions()) => (Model, Basis, _environment) = (model, basis, environment);

    /// <summary>The model as <c>[provider/]name[?option=value&amp;…]</c>.</summary>
    public string Model { get; }

    internal SweepOptions Basis { get; init; }

    internal bool IsRequired { get; init; }

    internal int? Budget { get; init; }

    internal Action<string>? Listener { get; init; }

    /// <summary>A model or server that is not there fails the gate where it would be skipped.</summary>
    public LiveGate Required() => this with { IsRequired = true };

    /// <summary>Asks about at most so many documents; without it as many as the thresholds need.</summary>
    /// <param name="documents">8 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 8: nothing is concluded from so few.</exception>
    public LiveGate WithAtMostDocuments(int documents)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(documents, Statistics.DocumentShare.FewestDocuments);
        return this with { Budget = documents };
    }

    /// <summary>
    /// Stores the run in this directory and goes on with what it holds: questions answered there before are not asked
    /// again. Without it every check begins anew, under <c>runs/gates/</c>.
    /// </summary>
    public LiveGate StoredIn(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return this with { Basis = Basis with { OutputDirectory = directory } };
    }

    /// <summary>Calls this with one line whenever something happens.</summary>
    public LiveGate Reporting(Action<string> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return this with { Listener = line };
    }

    /// <summary>Asks and decides; throws nothing on a failed gate, nor where there is no model.</summary>
    /// <param name="cancellationToken">Stops at once; what was answered is on disk.</param>
    /// <exception cref="HaystackException">The gate cannot be carried out as asked; no model was asked anything.</exception>
    public Task<GateResult> DecideAsync(CancellationToken cancellationToken = default) =>
        new LiveGateRun(this, _environment).DecideAsync(cancellationToken);

    /// <summary>Asks and decides, and throws unless the gate passes.</summary>
    /// <param name="cancellationToken">Stops at once; what was answered is on disk.</param>
    /// <exception cref="GateFailedException">The gate failed, or is undecided and strict, or the required model is not there.</exception>
    /// <exception cref="HaystackException">The gate cannot be carried out as asked; no model was asked anything.</exception>
    /// <remarks>
    /// Where the gate is undecided, or there is no model, the exception is one that the test framework reports as a skipped test.
    /// </remarks>
    public async Task<GateResult> CheckAsync(CancellationToken cancellationToken = default) =>
        (await DecideAsync(cancellationToken).ConfigureAwait(false)).OrThrow();

    private protected override LiveGate With(GateConditions conditions) => this with { Conditions = conditions };
}
