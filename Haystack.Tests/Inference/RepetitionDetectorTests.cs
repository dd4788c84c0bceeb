using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FluentAssertions;
using Haystack.Inference;
using Xunit;
using YamlDotNet.Serialization;

namespace Haystack.Tests.Inference;

[Collection(AloneTests.Name)]
public sealed class RepetitionDetectorTests
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(YamlDotNet.Serialization.NamingConventions.HyphenatedNamingConvention.Instance).Build();

    private static readonly List<Loop> Loops = Yaml.Deserialize<List<Loop>>(Read("loops.yaml"));
    private static readonly List<Legitimate> Legitimates = Yaml.Deserialize<List<Legitimate>>(Read("legitimate.yaml"));

    [Fact]
    public void No_true_loop_is_missed_after_two_thousand_repeated_characters()
    {
        var missed = Loops.Where(l => !Stops(l.Write())).Select(l => l.Name);
        missed.Should().BeEmpty();
    }

    [Fact]
    public void No_legitimate_text_is_stopped()
    {
        var stopped = Legitimates.Select(l => (l.Name, Finding: FindingOf(l.Write()))).Where(l => l.Finding is not null);
        stopped.Should().BeEmpty();
    }

    [Fact]
    public void No_true_loop_is_stopped_before_it_has_repeated_itself()
    {
        Loops.Should().OnlyContain(l => !Stops(l.Start + l.Expand(0) + l.Expand(1)));
    }

    [Fact]
    public void The_labelled_set_is_large()
    {
        (Loops.Count + Legitimates.Count).Should().BeGreaterThanOrEqualTo(125);
        Loops.Select(l => l.Name).Concat(Legitimates.Select(l => l.Name + "/legitimate")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_period_up_to_nine_hundred_characters_is_found()
    {
        var stream = new Seed(5).Stream();
        for (var period = 1; period <= 900; period += period < 40 ? 1 : 43)
        {
            var cycle = string.Concat(Enumerable.Range(0, period).Select(_ => (char)('a' + stream.Next(26))));
            var text = new StringBuilder("Some words before the loop begins: ").Append(cycle);
            while (text.Length < 35 + period + 2_000)
                text.Append(cycle);
            Stops(text.ToString(0, 35 + period + 2_000)).Should().BeTrue($"the period is {period}");
        }
    }

    [Fact]
    public void It_makes_no_difference_how_the_reply_is_cut_into_pieces()
    {
        foreach (var loop in Loops)
        {
            var text = loop.Write();
            var whole = StopsAfter(text, text.Length);
            StopsAfter(text, 1).Should().Be(whole, loop.Name);
            StopsAfter(text, 7).Should().BeInRange(whole, whole + 7, loop.Name);
        }
    }

    [Fact]
    public void Once_stopped_it_stays_stopped()
    {
        var detector = new RepetitionDetector();
        detector.Feed(new string('x', 3_000)).Should().BeTrue();
        detector.Feed("Something new.").Should().BeTrue();
        detector.Finding.Should().Be("the same 1 characters over and over");
    }

    [Fact]
    public void Ten_million_characters_take_seconds_and_no_more_memory_than_a_thousand()
    {
        var detector = new RepetitionDetector();
        var stream = new Seed(9).Stream();
        var piece = new char[10_000];
        long before = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 300; i++)
        {
            for (var j = 0; j < piece.Length; j++)
                piece[j] = stream.Next(7) == 0 ? ' ' : stream.Next(60) == 0 ? '.' : (char)('a' + stream.Next(26));
            detector.Feed(piece).Should().BeFalse();
            if (i == 50)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4_000_000);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
        GC.KeepAlive(detector);
    }

    private static bool Stops(string text) => RepetitionDetector.Loops(text);

    private static string? FindingOf(string text)
    {
        var detector = new RepetitionDetector();
        detector.Feed(text);
        return detector.Finding;
    }

    /// <summary>How many characters had been fed when it said stop.</summary>
    private static int StopsAfter(string text, int pieceLength)
    {
        var detector = new RepetitionDetector();
        for (var at = 0; at < text.Length; at += pieceLength)
        {
            if (!detector.Feed(text.AsSpan(at, Math.Min(pieceLength, text.Length - at))))
                continue;
            if (pieceLength < text.Length)
                return at + pieceLength;
            break;
        }

        // A whole text fed at once: find the place by halving.
        var (low, high) = (0, text.Length);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (RepetitionDetector.Loops(text.AsSpan(0, middle)))
                high = middle;
            else
                low = middle;
        }

        return high;
    }

    private static string Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "loops", name));

    private static string Fill(string row, int n) => row
        .Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{m}", (n * 7919 % 9973).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private sealed class Loop
    {
        public string Name { get; set; } = "";

        public string Start { get; set; } = "";

        public object Cycle { get; set; } = "";

        public bool Mixed { get; set; }

        public int Within { get; set; } = 2_000;

        private string[] Cycles => Cycle is IEnumerable<object> many ? [.. many.Cast<string>()] : [(string)Cycle];

        /// <summary>One round; mixed ones are drawn from a fixed sequence.</summary>
        public string Expand(int round)
        {
            var stream = new Seed(11).Derive(Name, round).Stream();
            var cycles = Cycles;
            return string.Concat(Enumerable.Range(0, cycles.Length)
                .Select(i => Fill(Mixed && round > 0 ? cycles[stream.Next(cycles.Length)] : cycles[i], round + 41)));
        }

        public string Write()
        {
            var first = Start + Expand(0);
            var text = new StringBuilder(first);
            for (var round = 1; text.Length < first.Length + Within; round++)
                text.Append(Expand(round));
            return text.ToString(0, first.Length + Within);
        }
    }

    private sealed class Legitimate
    {
        public string Name { get; set; } = "";

        public string Text { get; set; } = "";

        public bool Twice { get; set; }

        public string Row { get; set; } = "";

        public int Times { get; set; }

        public string Write() =>
            Text + (Twice ? Text : "") + string.Concat(Enumerable.Range(1, Times).Select(n => Fill(Row, n)));
    }
}
