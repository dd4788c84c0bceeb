using System.CommandLine;
using System.Globalization;
using Haystack.Checking;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Planning;
using Haystack.Preparing;
using Haystack.Statistics;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack plan</c>: what a sweep would do.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var command = new Command("plan", "Says what a sweep with the same options would do: context lengths, distances, trials, tokens, hours. Writes nothing, and asks nothing but with --calibrate.");
        var settings = new SweepSettings(command);
        var shards = new ShardSettings(command);
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each model and context length." };
        var detect = new Option<double?>("--detect") { Description = "Also say how many documents it takes to find a difference of this size between two models, such as 0.1 for ten points.", HelpName = "SHARE" };
        var budget = new Option<string?>("--budget") { Description = "Also say which documents and context lengths fit into this time, such as 30m, 2h.", HelpName = "TIME" };
        command.Add(json);
        command.Add(detect);
        var calibrate = new Option<bool>("--calibrate") { Description = "Ask each model some questions of the plan's own form, for 30 seconds at most, and tell the time by how fast it was." };
        command.Add(budget);
        command.Add(calibrate);
        command.Validators.Add(result =>
        {
            if (result.GetValue(detect) is { } share && share is not (> 0 and < 1))
                result.AddError("--detect takes a share above 0 and below 1, such as 0.1 for ten points");
        });
        command.Runs(async (parsed, cancellationToken) =>
        {
            var options = shards.Read(parsed, settings.Read(parsed));
            await SentNotice.WriteAsync(options).ConfigureAwait(false);
            var code = await ShowAsync(options, parsed.GetValue(json), cancellationToken, parsed.GetValue(budget) is { } time ? Duration.Parse(time) : null, parsed.GetValue(calibrate)).ConfigureAwait(false);
            if (parsed.GetValue(detect) is { } difference)
                await Console.Error.WriteLineAsync(Detectable(options, difference)).ConfigureAwait(false);
            return code;
        });
        return command;
    }

    private static string Detectable(SweepOptions options, double difference)
    {
        var design = new PowerDesign { QuestionsPerDocument = options.ChainsPerDocument };
        var documents = Power.DocumentsToDetect(difference, design);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"a difference of {100 * difference:0.#} points between two models (paired, 5% two-sided, power {100 * design.Power:0}%, at worst with accuracy near 50%) takes {documents:N0} documents over all context lengths");
    }

    /// <summary>Prepares without probing and prints.</summary>
    public static async Task<int> ShowAsync(SweepOptions options, bool json, CancellationToken cancellationToken, TimeSpan? budget = null, bool calibrate = false)
    {
        var notices = new List<string>();
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notices.Add).PrepareAsync(probe: false, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        foreach (var notice in notices)
            await Console.Error.WriteLineAsync(TerminalText.CleanLine(notice)).ConfigureAwait(false);
        var (measured, code) = calibrate ? await CalibrateAsync(options, cancellationToken).ConfigureAwait(false) : (new Dictionary<string, PlanRate>(), ExitCodes.Done);
        var rates = sweep.Models.ToDictionary(m => m.Row.Name, m => measured.GetValueOrDefault(m.Row.Name) ?? PlanRate.Of(m, sweep.Options.OutputBudget, RunArgument.Folder), StringComparer.Ordinal);
        var costs = PlanCosts.Of(sweep).Select(c => c with { Hours = rates[c.Model].Hours([c]), Rate = rates[c.Model].Source }).ToArray();
        if (json)
        {
            foreach (var cost in costs)
                await Console.Out.WriteLineAsync(Json.Line(cost)).ConfigureAwait(false);
            foreach (var line in Fitting(sweep, costs, rates, budget))
                await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
            return code;
        }

        foreach (var model in costs.GroupBy(c => c.Model))
        {
            await Console.Out.WriteLineAsync(TerminalText.CleanLine(model.Key)).ConfigureAwait(false);
            foreach (var cost in model)
            {
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {TokenSize.Format(cost.ContextTokens),7}  {cost.Family} {cost.Language}  {cost.Documents} documents × {cost.QuestionsPerDocument} questions  distances {string.Join(", ", cost.Distances.Select(TokenSize.Format))}")).ConfigureAwait(false);
            }
        }

        var (trials, sent, computed) = (costs.Sum(c => c.Trials), costs.Sum(c => c.PromptTokensSent), costs.Sum(c => c.PromptTokensComputed));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{trials:N0} trials; {sent:N0} prompt tokens sent, {computed:N0} of them computed where the server keeps a document in its prefix cache ({100.0 * computed / Math.Max(1, sent):0.0}%)")).ConfigureAwait(false);
        foreach (var (model, rate) in rates)
            await Console.Out.WriteLineAsync(TerminalText.CleanLine($"{model}: about {Time(costs.Where(c => c.Model == model).Sum(c => c.Hours))} ({rate.Source})")).ConfigureAwait(false);
        if (rates.Count > 1)
            await Console.Out.WriteLineAsync($"all together: about {Time(costs.Sum(c => c.Hours))}").ConfigureAwait(false);
        foreach (var line in Fitting(sweep, costs, rates, budget))
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        if (options.Placements.Contains(QuestionPlacement.Before))
            await Console.Out.WriteLineAsync("--question before costs a whole prefill for every question: no prefix is shared.").ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"would write to {TerminalText.CleanLine(sweep.Directory)}").ConfigureAwait(false);
        return code;
    }

    /// <summary>What fits into each budget that there is.</summary>
    private static IEnumerable<string> Fitting(PreparedSweep sweep, IReadOnlyList<PlanCost> costs, Dictionary<string, PlanRate> rates, TimeSpan? budget)
    {
        if ((budget ?? sweep.Options.TimeBudget) is { } most)
            yield return PlanBudget.Fit([.. costs.Select(c => (c.ContextTokens, c.Documents, c.Hours))], most.TotalHours, sweep.Options.OutputBudget, Time);
        if (sweep.Options.TokenBudget is { } tokens)
            yield return PlanBudget.Fit([.. costs.Select(c => (c.ContextTokens, c.Documents, rates[c.Model].Tokens(c)))], tokens, sweep.Options.OutputBudget, n => string.Create(CultureInfo.InvariantCulture, $"{n:N0} tokens"));
    }

    /// <summary>Measures each model; one that cannot be is told in a line, and where none can be that is the end.</summary>
    private static async Task<(Dictionary<string, PlanRate> Rates, int Code)> CalibrateAsync(SweepOptions options, CancellationToken cancellationToken)
    {
        var environment = new SweepEnvironment { Retry = PlanCalibration.Retry };
        var sweep = await new SweepPreparation(PlanCalibration.Texts(options, environment.Time.GetUtcNow()), environment, static _ => { }).PrepareAsync(probe: false, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        var rates = new Dictionary<string, PlanRate>(StringComparer.Ordinal);
        var (faults, failed) = (new List<string>(), 0);
        foreach (var model in sweep.Models)
        {
            var (rate, fault) = await new PlanCalibration(sweep.Options, environment.Time).MeasureAsync(model, cancellationToken).ConfigureAwait(false);
            if (rate is not null)
                rates.Add(model.Row.Name, rate);
            else if (fault is not null)
                failed++;
            if (fault is not null)
                faults.Add(fault);
        }

        if (failed == sweep.Models.Count)
            throw new HaystackException(string.Join("; ", faults));
        foreach (var fault in faults)
            await Console.Error.WriteLineAsync($"haystack: {TerminalText.CleanLine(fault)}").ConfigureAwait(false);
        return (rates, failed > 0 ? ExitCodes.TooManyInvalid : ExitCodes.Done);
    }

    private static string Time(double hours) => ProgressCount.Span(TimeSpan.FromHours(hours));
}
