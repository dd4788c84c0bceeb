using System.Globalization;

namespace Haystack.Benchmarks.Scale;

/// <summary>The plans of docs/scale-out.md, replayed; what it says of them is what this prints.</summary>
internal static class ScalePlans
{
    private const int Trials = 1_000_000, Servers = 64, Questions = 26, QuestionTokens = 96, ContextTokens = 1 << 20;
    private const double ReplyTokens = 150, Day = 86_400;

    /// <summary>A server as it is assumed there: eight GPUs, a model of 70 billion parameters, one document of a million tokens in its memory.</summary>
    private static readonly ReplayServer Assumed = new()
    {
        Name = "server",
        PrefillRate = 20_000,
        HalfRateTokens = 262_144,
        TokenSeconds = 0.025,
        SecondsAnotherReply = 0.002,
        QuestionSeconds = 0.05,
    };

    /// <summary>A line a plan.</summary>
    public static IEnumerable<string> Lines()
    {
        yield return "| plan | days | read of what is sent | reading | writing | idle |";
        yield return "|---|---:|---:|---:|---:|---:|";
        yield return Line("as assumed", Same(Assumed), Documents(1));
        yield return Line("no prefix cache", Same(Assumed with { HasCache = false }), Documents(1));
        yield return Line("two documents in memory", Same(Assumed with { Slots = 2 }), Documents(1));
        yield return Line("four documents in memory", Same(Assumed with { Slots = 4 }), Documents(1));
        yield return Line("replies of 3,000 tokens (thinking)", Same(Assumed), Documents(1, 3000));
        yield return Line("the same, four documents in memory", Same(Assumed with { Slots = 4 }), Documents(1, 3000));
        yield return Line("1 of 100 questions fails and is asked again", Same(Assumed with { FailureShare = 0.01 }), Documents(1));
        yield return Line("8 of 64 servers die, one every 4 hours", [.. Same(Assumed).Select((s, i) => i < 8 ? s with { Dies = (i + 1) * 14_400.0, NoticedAfter = 60 } : s)], Documents(1));
        yield return Line("8 of 64 servers half as fast", Slower(), Documents(1));
        yield return Sharded("the same in 64 equal shards, nothing given to others", Slower());
        yield return Line("100 documents a server", Same(Assumed), Documents(1).Take(100 * Servers));
        yield return Line("1.5 documents a server", Same(Assumed), Documents(1).Take(96));
    }

    private static ReplayServer[] Same(ReplayServer server) => [.. Enumerable.Repeat(server, Servers)];

    private static ReplayServer[] Slower() => [.. Same(Assumed).Select((s, i) => i < 8
        ? s with { PrefillRate = s.PrefillRate / 2, TokenSeconds = 2 * s.TokenSeconds, SecondsAnotherReply = 2 * s.SecondsAnotherReply } : s)];

    private static IEnumerable<ReplayDocument> Documents(int share, double replyTokens = ReplyTokens) =>
        Enumerable.Repeat(new ReplayDocument(ContextTokens, Questions, 0, QuestionTokens, replyTokens), (Trials / share + Questions - 1) / Questions)
            // Cold controls about the first of them.
            .Select((d, i) => i < 16 ? d with { ColdQuestions = 3 } : d);

    private static string Line(string name, IReadOnlyList<ReplayServer> servers, IEnumerable<ReplayDocument> documents) => Line(name, Replay.Run(servers, documents, new Seed(1)));

    private static string Sharded(string name, IReadOnlyList<ReplayServer> servers)
    {
        var documents = Documents(1).ToArray();
        var parts = servers.Select((s, i) => Replay.Run([s], documents.Where((_, at) => at % Servers == i), new Seed(1))).ToArray();
        var end = parts.Max(p => p.Seconds);
        return Line(name, new ReplayResult(end, parts.Sum(p => p.Trials), 0, [.. parts.Select(p => p.Servers[0] with { IdleSeconds = end - p.Seconds + p.Servers[0].IdleSeconds })]));
    }

    private static string Line(string name, ReplayResult result)
    {
        var all = result.Seconds * result.Servers.Count;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} ({result.Trials:N0} trials) | {result.Seconds / Day:0.00} | {100 * result.ReadShare:0.0}% | {100 * result.Servers.Sum(s => s.ReadSeconds) / all:0}% | {100 * result.Servers.Sum(s => s.WriteSeconds) / all:0}% | {100 * result.Servers.Sum(s => s.IdleSeconds) / all:0.0}% |");
    }
}
