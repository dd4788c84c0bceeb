using Haystack.Asking;
using Haystack.Gates;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Preparing;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.LiveGates;

/// <summary>Carries out one live gate: finds the model, asks in batches, looks, and decides on what is stored.</summary>
internal sealed class LiveGateRun
{
    private readonly LiveGate _gate;
    private readonly SweepEnvironment _environment;

    public LiveGateRun(LiveGate gate, SweepEnvironment environment) => (_gate, _environment) = (gate, environment);

    private GateConditions Conditions => _gate.Conditions;

    /// <summary>Decides.</summary>
    public async Task<GateResult> DecideAsync(CancellationToken cancellationToken)
    {
        var options = LiveGateOptions.For(_gate, _environment.Time);
        if (await WhyAbsentAsync(options, cancellationToken).ConfigureAwait(false) is { } reason)
            return NotMeasured(options, reason);
        var sweep = await new SweepPreparation(options, _environment, line => _gate.Listener?.Invoke(line)).PrepareAsync(probe: true, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        var documents = LiveGateDocuments.For(sweep, Conditions);
        LiveGateLooks looks;
        string? givenUp;
        var store = RunStore.Open(sweep.Directory, sweep.Manifest);
        await using (store.ConfigureAwait(false))
        {
            await store.PutModelAsync(sweep.Models[0].Row, 0).ConfigureAwait(false);
            if (sweep.Models[0].DryFault is { } fault && !sweep.Options.Anyway)
                return Refused(sweep, fault);
            looks = new LiveGateLooks(Conditions, sweep.Options, documents.Count);
            var asker = new ModelAsker(sweep.Models[0], 0, sweep.Options, store, store.FinishedKeys(), static _ => ValueTask.CompletedTask, _environment);
            givenUp = await asker.AskAsync(new GateDesign(sweep.Models[0], sweep.Options, documents, looks, _gate.Listener), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        }

        return looks.Conclude(RunReader.Read(sweep.Directory, withTexts: true), sweep.Directory, sweep.Models[0].Row.Name, givenUp);
    }

    /// <summary>Why the model cannot be asked; null where it can.</summary>
    private async Task<string?> WhyAbsentAsync(SweepOptions options, CancellationToken cancellationToken)
    {
        var spec = ModelSpec.Parse(_gate.Model);
        using var servers = Servers.For(options, _environment);
        try
        {
            var connection = await servers.ConnectAsync(spec, cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (HaystackException e)
        {
            return e.Message;
        }
    }

    /// <summary>A model that nothing was asked of, as not even the dry question was answered: that is no verdict on it.</summary>
    private GateResult Refused(PreparedSweep sweep, string fault)
    {
        var text = Reports.VisibleText.Line(fault.Replace(" (--anyway sweeps it all the same)", "", StringComparison.Ordinal));
        return new GateResult
        {
            Model = _gate.Model,
            Checks = [.. Conditions.Thresholds.Select(t => new GateCheck(t.Name, GateVerdict.Inconclusive, $"{t.Name}: not measured"))],
            TooManyInvalid = true,
            Message = $"gate on {Reports.VisibleText.Line(_gate.Model)}, run {sweep.Directory}\n  refused: {text}",
            Directory = sweep.Directory,
        };
    }

    private GateResult NotMeasured(SweepOptions options, string reason)
    {
        var verdict = _gate.IsRequired ? GateVerdict.Fail : GateVerdict.Inconclusive;
        var text = Reports.VisibleText.Line($"{_gate.Model} was not asked: {reason}");
        return new GateResult
        {
            Model = _gate.Model,
            Checks = [.. Conditions.Thresholds.Select(t => new GateCheck(t.Name, verdict, text))],
            TooManyInvalid = false,
            Message = _gate.IsRequired ? $"{text} (and it is required)" : text,
            Directory = options.OutputDirectory!,
            NotMeasured = text,
        };
    }
}
