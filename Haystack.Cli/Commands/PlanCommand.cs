using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Planning;
using Haystack.Statistics;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack plan</c>: what a sweep would do.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var command = new Command("plan", "Says what a sweep with the same options would do: context lengths, distances, trials, tokens, hours. Asks and writes nothing.");
        var settings = new SweepSettings(command);
        var shards = new ShardSettings(command);
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each model and context length." };
        var detect = new Option<double?>("--detect") { Description = "Also say how many documents it takes to find a difference of this size between two models, such as 0.1 for ten points.", HelpName = "SHARE" };
        command.Add(json);
        command.Add(detect);
        command.Validators.Add(result =>
        {
            if (result.GetValue(detect) is { } share && share is not (> 0 and < 1))
                result.AddError("--detect takes a share above 0 and below 1, such as 0.1 for ten points");
        });
        command.Runs(async (parsed, cancellationToken) =>
        {
            var options = shards.Read(parsed, settings.Read(parsed));
            await SentNotice.WriteAsync(options).ConfigureAwait(false);
            var code = await ShowAsync(options, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
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
    public static async Task<int> ShowAsync(SweepOptions options, bool json, CancellationToken cancellationToken)
    {
        var notices = new List<string>();
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notices.Add).PrepareAsync(probe: false, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        foreach (var notice in notices)
            await Console.Error.WriteLineAsync(TerminalText.CleanLine(notice)).ConfigureAwait(false);
        var costs = PlanCosts.Of(sweep);
        if (json)
        {
            foreach (var cost in costs)
                await Console.Out.WriteLineAsync(Json.Line(cost)).ConfigureAwait(false);
            return ExitCodes.Done;
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
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"at 1,000 prompt tokens a second and {PlanCosts.SecondsAnAnswer} s an answer: about {PlanCosts.Hours(costs):0.0} h")).ConfigureAwait(false);
        if (sweep.Models.Where(m => m.Connection.Description.Thinks).Sum(m => m.Trials(sweep.Options)) is > 0 and var thinking)
        {
            var most = (long)thinking * sweep.Options.OutputBudget;
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"models that think may generate {TokenSize.Format(sweep.Options.OutputBudget)} tokens a reply, {most:N0} in all: at 50 tokens a second up to {most / 50.0 / 3600:0.0} h more")).ConfigureAwait(false);
        }

        if (options.Placements.Contains(QuestionPlacement.Before))
            await Console.Out.WriteLineAsync("--question before costs a whole prefill for every question: no prefix is shared.").ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"would write to {TerminalText.CleanLine(sweep.Directory)}").ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
