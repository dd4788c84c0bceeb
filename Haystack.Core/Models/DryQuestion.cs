using System.Globalization;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Models;

/// <summary>
/// One question before the sweep whose answer stands in a short text, in the sweep's own form: instruction, template, budget,
/// answer form, reader. A model that answers it has proven the whole way from a request to an outcome; what a model cannot
/// answer here says nothing of distance.
/// </summary>
/// <param name="options">What is measured.</param>
/// <param name="sources">What documents are made of.</param>
internal sealed class DryQuestion(SweepOptions options, TextSources sources)
{
    /// <summary>Questions, each about a text of its own: a weak model that works misses one by chance, and hardly three.</summary>
    public const int Attempts = 3;

    /// <summary>The property that says what was asked.</summary>
    public const string Asked = $"{Property}.asked";

    /// <summary>The property that says what was replied.</summary>
    public const string Reply = $"{Property}.reply";

    private const string Property = "dry_question";
    private const string Passed = "answered";
    private const int Shown = 160;

    /// <summary>Lengths to try, in tokens: the first that holds a chain is taken.</summary>
    private static readonly int[] Lengths = [384, 512, 768, 1024, 1536, 2048];

    /// <summary>The sampling seed of an attempt, the same in every sweep.</summary>
    public static Seed SeedOf(int attempt) => new Seed(0).Derive("dry-question", attempt);

    /// <summary>Asks, unless the model answered when its run was begun.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stored">The model as its run has it; null where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PreparedModel> ProveAsync(PreparedModel model, ModelRow? stored, CancellationToken cancellationToken)
    {
        // Readers in this process are deliberate instruments: some are to miss what stands in the text, and no server is
        // between them and their score.
        if (ModelProviders.IsInProcess(model.Row.Provider))
            return model;
        if (stored?.Properties.GetValueOrDefault(Property) == Passed)
            return With(model, new DryFinding(null, stored.Properties.Where(p => p.Key.StartsWith(Property, StringComparison.Ordinal)).ToDictionary()));
        var finding = await AskAsync(model, 0, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; attempt < Attempts && finding.Fault is not null; attempt++)
            finding = await AskAsync(model, attempt, cancellationToken).ConfigureAwait(false);
        return With(model, finding);
    }

    private static PreparedModel With(PreparedModel model, DryFinding finding) => model with
    {
        DryFault = finding.Fault,
        ShortPrompt = finding.FirstToken ?? model.ShortPrompt,
        Row = model.Row with { Properties = new SortedDictionary<string, string>(model.Row.Properties.Concat(finding.Properties).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value), StringComparer.Ordinal) },
    };

    private async Task<DryFinding> AskAsync(PreparedModel model, int attempt, CancellationToken cancellationToken)
    {
        var (document, prompt) = Prompt(model.Tokenizer, model.Row.TemplateTokens, model.Sets, attempt);
        var ask = new AskOptions
        {
            NumCtx = model.Row.NumCtx,
            MaxOutputTokens = options.OutputBudget,
            Timeout = options.TrialTimeout,
            Seed = SeedOf(attempt),
        };
        var response = await model.Connection.AskAsync([new ChatMessage(ChatRole.User, prompt.Content)], ask, cancellationToken).ConfigureAwait(false);
        var planned = TokenScale.ToServer(model.Tokenizer, prompt.ContentTokens) + model.Row.TemplateTokens + model.TemplateShift;
        response = PromptCounts.Completed(response, planned, model.Row.TokenizerGrade);
        // An estimate that is near enough for the sweep's lengths may be far off in so short a text.
        if (model.Row.TokenizerGrade == TokenizerGrade.Calibrated && response.PromptTokens is { } counted)
            planned = (int)counted;
        var scored = Scorer.Score(response, prompt.Question, document.Values, planned, model.Row.TokenizerGrade);
        var isRight = scored.Outcome == Outcome.Correct;
        var reply = Quoted(response);
        var properties = new Dictionary<string, string>
        {
            [Property] = isRight ? Passed : "not answered",
            [Asked] = $"{prompt.Question.Text} (answer: {prompt.Question.Answer})",
            [Reply] = reply,
            [$"{Property}.read"] = VisibleText.Line($"{scored.Outcome.ToText()}: {scored.Reading[^1]}"),
        };
        var fault = isRight ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Row.Name}: not swept: it could not answer the dry question, whose answer stands in a text of {planned:N0} tokens ({Attempts} tries): {Step(scored, prompt.Question)}. Asked: “{prompt.Question.Text}”; {reply} (--anyway sweeps it all the same)");
        return new DryFinding(fault, properties, response.TimeToFirstToken);
    }

    /// <summary>Which step of the way failed.</summary>
    private static string Step(ScoredAnswer scored, Question question)
    {
        var why = VisibleText.Line(scored.Reading[^1]);
        return scored.Outcome switch
        {
            Outcome.Failed => $"the request fails: {why}",
            Outcome.Truncated or Outcome.Invalid => $"the reply is no answer: {why}",
            Outcome.CappedOutput => $"the reply is cut: {why} (--max-output gives more room)",
            Outcome.Empty => $"no text came: {why}",
            Outcome.Loop => $"the reply loops: {why}",
            Outcome.Unparsed => $"no answer could be read: {why}",
            Outcome.Ambiguous => $"the reply can be read in two ways: {why}",
            Outcome.Abstained => $"it says that the text does not say, where “{question.Answer}” stands there",
            _ => $"it says “{VisibleText.Line(scored.Answer ?? "")}”, where “{question.Answer}” stands in the text",
        };
    }

    private static string Quoted(ModelResponse response)
    {
        var (text, thinking) = (response.Content.Trim(), response.Thinking.Trim());
        return text.Length > 0 ? $"replied: “{Cut(text)}”" : thinking.Length > 0 ? $"replied nothing, and thought: “{Cut(thinking)}”" : "replied nothing";
    }

    private static string Cut(string text) =>
        VisibleText.Line(text.Length <= Shown ? text : $"{text[..(Shown / 2)]} … {text[^(Shown / 2)..]}");

    /// <summary>A text with one chain, facts side by side, and the question for its first fact.</summary>
    internal (Document Document, Prompt Prompt) Prompt(ModelTokenizer tokenizer, int templateTokens, IReadOnlyList<DocumentSet> sets, int attempt)
    {
        var language = options.Languages[0];
        // Texts of its own: none of the sweep's is in the server's cache before its time.
        var dry = options with
        {
            Seed = new Seed(options.Seed).Derive("dry-texts").Value,
            ChainsPerDocument = 1,
            Hops = SweepDefaults.Hops,
            InterveningFacts = [],
            CiWidth = null,
            D50Width = null,
        };
        var builder = new DocumentBuilder(
            sources.Filler(language, tokenizer), sources.Facts(language), sources.Wording(language), options.Placements, templateTokens);
        foreach (var length in Lengths.Where(l => l <= sets.Max(s => s.Rung.ContextTokens)))
        {
            try
            {
                var planner = new DocumentPlanner(dry, sources.Corpus(language).Sha256, SweepDefaults.Family, language, length, [0], Arrangement.Spread);
                var document = builder.Build(planner.Plan(attempt));
                return (document, builder.Prompts(document, [Arm.First]).First());
            }
            catch (HaystackException)
            {
                // Too short for its facts, or for stretches of this corpus: the next is longer.
            }
        }

        var set = sets[0];
        var own = set.Build(attempt % set.Count);
        return (own, set.Prompts(own, [Arm.First]).First());
    }
}
