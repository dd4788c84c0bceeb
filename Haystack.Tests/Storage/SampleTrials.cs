using System.Globalization;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Tests.Storage;

internal static class SampleTrials
{
    private const double Chance = 0.1;
    private static readonly Outcome[] Wrong = [Outcome.OneHop, Outcome.OneHop, Outcome.OtherChain, Outcome.Abstained, Outcome.Invented, Outcome.Unparsed];
    private static readonly Outcome[] NotAnswers = [Outcome.Failed, Outcome.Invalid, Outcome.Truncated];

    public static IEnumerable<TrialRow> Make(SampleModel model, IReadOnlyList<SampleDocument> documents, SampleShape shape) =>
        from document in documents
        from chain in document.Chains
        from arm in shape.Arms
        where chain.IsOrphan == (arm == Arm.Absent)
        select One(model, document, chain, arm, shape);

    private static TrialRow One(SampleModel model, SampleDocument document, SampleChain chain, Arm arm, SampleShape shape)
    {
        var key = new Seed(shape.Seed).Derive($"{model.Name}\n{document.Row.Id}\n{chain.Index}\n{arm}");
        var random = key.Stream();
        double? place = arm switch
        {
            Arm.First => chain.Order == FactOrder.BridgeFirst ? chain.Earlier : chain.Later,
            Arm.Second => chain.Order == FactOrder.BridgeFirst ? chain.Later : chain.Earlier,
            _ => null,
        };
        var outcome = Draw(model, document.Row, chain, arm, place, random);
        var thinking = model.Thinking is { } mean
            ? (long?)Math.Round(mean * (1 + Math.Log2(1 + (chain.Distance ?? 0)) / 8) * (0.5 + random.NextDouble()))
            : null;
        var answered = outcome.IsAnswer();
        var decode = 38 + 8 * random.NextDouble();
        return new TrialRow
        {
            Key = "v1-" + key.Value.ToString("x16", CultureInfo.InvariantCulture),
            Model = model.Name,
            DocumentId = document.Row.Id,
            Chain = chain.Index,
            Family = document.Row.Family,
            Language = document.Row.Language,
            Arm = arm,
            Order = chain.Order,
            Hops = 2,
            ContextTokens = document.Row.ContextTokens,
            DistanceTokens = chain.Distance,
            Position = (chain.Earlier + chain.Later) / 2,
            FactPosition = place,
            ChanceLevel = arm == Arm.Absent ? 0 : Chance,
            PromptTokensPlanned = document.Row.ContextTokens - 20,
            PromptTokensCounted = outcome is Outcome.Failed ? null : document.Row.ContextTokens - (outcome is Outcome.Invalid or Outcome.Truncated ? 900 : 20),
            Outcome = outcome,
            Answer = answered ? outcome == Outcome.Correct ? "Quillhaven" : "Ebonmere" : null,
            Expected = arm == Arm.Absent ? "(not stated)" : "Quillhaven",
            Question = $"In which town does the holder of brass key number {chain.Index} live?",
            Response = shape.Texts && outcome != Outcome.Failed ? SampleReplies.For(model, outcome, random) : null,
            Reading = shape.Texts ? Reading(outcome) : null,
            AnswerForm = model.Ambiguous > 0 && answered ? outcome == Outcome.Ambiguous ? "no_mark" : random.Next(4) == 0 ? "mark_then_more" : "form" : null,
            OtherReadings = outcome == Outcome.Ambiguous ? "Quillhaven\nEbonmere" : null,
            Fault = outcome == Outcome.Failed ? "the server closed the connection before its final message" : null,
            DoneReason = answered ? "stop" : null,
            OutputTokens = answered ? 14 + random.Next(20) + (thinking ?? 0) : null,
            ThinkingTokens = answered ? thinking : null,
            SecondsToFirstToken = answered ? 0.2 + document.Row.ContextTokens / 9000.0 * random.NextDouble() : null,
            ThinkingSeconds = answered && thinking is { } t ? t / decode : null,
            TotalSeconds = 0.6 + document.Row.ContextTokens / 9000.0 * random.NextDouble() + (thinking ?? 0) / decode,
            PrefillRate = answered ? 2400 + 300 * random.NextDouble() : null,
            DecodeRate = answered ? decode : null,
        };
    }

    private static string Reading(Outcome outcome) => outcome.IsAnswer()
        ? $"the server's count of the prompt is the planned one\nread from the answer line\ncame to {outcome}"
        : "the prompt was not read as it was sent";

    private static Outcome Draw(SampleModel model, DocumentRow document, SampleChain chain, Arm arm, double? place, RandomStream random)
    {
        if (random.NextDouble() < model.Invalid)
            return NotAnswers[random.Next(NotAnswers.Length)];
        if (model.Ambiguous > 0 && random.NextDouble() < model.Ambiguous)
            return Outcome.Ambiguous;
        var load = Math.Log2(document.ContextTokens / 2048.0) * 0.012;
        var right = arm switch
        {
            Arm.ClosedBook => Chance * 0.9,
            Arm.Absent => model.HalfDistance is null ? 1 : 0.8 - 4 * load,
            // A dip in the middle of long documents, as the classic picture shows.
            Arm.First or Arm.Second => model.HalfDistance is null ? 1 : model.Best - load - 8 * load * (0.25 - Math.Pow((place ?? 0.5) - 0.5, 2)),
            _ => model.HalfDistance is not { } half ? 1 : Chance + (model.Best - load - Chance) / (1 + Math.Pow((1.0 + chain.Distance!.Value) / (1 + half), 1.1)),
        };
        if (random.NextDouble() < right)
            return Outcome.Correct;
        return arm == Arm.Absent ? Outcome.Invented : Wrong[random.Next(Wrong.Length)];
    }
}
