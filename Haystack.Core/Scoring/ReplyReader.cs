using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Reads the answer out of a reply whose thinking is already cut off. docs/scoring.md tells the grammar.</summary>
internal sealed class ReplyReader
{
    /// <summary>How much of an unmarked reply is read at its beginning, and at its end; and how much behind a mark.</summary>
    private const int Head = 1_500, Tail = 4_000;

    private readonly Question question;
    private readonly ClaimReader claims;

    public ReplyReader(Question question, IReadOnlyCollection<string> documentValues)
    {
        this.question = question;
        claims = new ClaimReader(question, documentValues);
    }

    /// <summary>Whether the reply, cut off by a budget, had committed to an answer all the same.</summary>
    public static bool HasCommitted(string visible)
    {
        var text = MarkFinder.End(visible);
        return MarkFinder.In(text) is [.., { IsWhole: true } mark] && !string.IsNullOrWhiteSpace(mark.Body)
            && !Turnaround.MayBeIn(Cut(text[mark.End..]));
    }

    /// <summary>Reads; <paramref name="steps"/> says what was done before.</summary>
    public ScoredAnswer Read(string visible, List<string> steps)
    {
        var text = Ticks.WithoutDenied(MarkFinder.End(visible));
        var marks = MarkFinder.In(text);
        if (TurnAt(text, marks) is { } turn)
        {
            steps.Add("what follows an invented question was cut off");
            text = text[..turn];
            marks = MarkFinder.In(text);
        }

        if (IsCut(text, marks))
        {
            text = text[..marks[^1].Start];
            marks = [.. marks.SkipLast(1)];
        }

        if (question.Kind == AnswerKind.Date && DateParts.In(text[(marks.Count == 0 ? 0 : marks[^1].Start)..]) is { } date)
        {
            steps.Add($"day, month and year stand in fields of their own: {date}");
            (text, marks) = (date, []);
        }

        claims.Learn(Cut(text));
        claims.LearnBridges(Sentence.Of(Cut(text)).Take(40));
        return marks.Count > 0 ? Marked(text, marks, steps) : Unmarked(text, steps);
    }

    /// <summary>Whether the reply breaks off in the middle of a last mark that only repeats the marks before.</summary>
    private static bool IsCut(string text, IReadOnlyList<Mark> marks)
    {
        if (marks is not [.., var before, var last] || !string.IsNullOrWhiteSpace(text[last.End..]))
            return false;
        var (said, again) = (before.Body.Trim(), last.Body.Trim());
        var isRepeated = again.Length == 0 || (marks.Count > 2 && marks[^3].Body.Trim() == said);
        return isRepeated && again.Length < said.Length && said.StartsWith(again, StringComparison.Ordinal);
    }

    private ScoredAnswer Marked(string text, IReadOnlyList<Mark> marks, List<string> steps)
    {
        var mark = marks[^1];
        steps.Add($"read from {mark.Form}: \"{Short(mark.Body)}\"");
        var (claim, rest) = First(mark.Body);
        var tail = Cut(rest + "\n" + text[mark.End..]);
        var form = FormOf(text, mark);
        if (claim.Speaks || Denies(claim))
        {
            steps.AddRange(claim.Steps);
            var settled = new Turnaround(claims, claim).Read(tail, steps);
            if (settled.Open.Count == 0 && (Earlier(text, marks, settled) ?? Concluded(text[..mark.Start], settled)) is { } other)
                settled = settled with { Open = [other, settled.Value!], Value = null };
            return Result(settled, steps, form);
        }

        // A dash, and below it why: the mark says no more than what follows it.
        if (mark.Body.Length > 0 && !mark.Body.Any(char.IsLetterOrDigit) && Sentence.Of(tail) is { Count: > 0 } below)
        {
            steps.Add("nothing is marked but a sign");
            return Result(Unmarked([.. below.Select(s => claims.Read(s, isMarked: false))], steps), steps, form);
        }

        steps.AddRange(claim.Steps);
        return Result(claim, steps, form);
    }

    /// <summary>What the last mark of another form says, where it contradicts and nothing between takes it back.</summary>
    private Mention? Earlier(string text, IReadOnlyList<Mark> marks, Claim settled)
    {
        if (marks.Count < 2 || settled.Value is null || (marks[^2].Form == marks[^1].Form && !(IsNumbered(text, marks[^2]) && IsNumbered(text, marks[^1]))) || marks[^2].End > marks[^1].Start)
            return null;
        var other = First(marks[^2].Body).Claim;
        return other.Value is { } value && value.Key != settled.Value.Key && !Turnaround.MayBeIn(text[marks[^2].End..marks[^1].Start]) ? value : null;
    }

    /// <summary>"Answer 1: …", "Answer 2: …": neither replaces the other.</summary>
    private static bool IsNumbered(string text, Mark mark) => mark.IsLine && text.AsSpan(mark.Start, Math.Max(0, mark.End - mark.Body.Length - mark.Start)).IndexOfAnyInRange('1', '9') >= 0;

    /// <summary>What the reasoning concludes right before the mark, of the question's own subject, where the mark says something else.</summary>
    private Mention? Concluded(string before, Claim settled)
    {
        if (settled.Value is not { } value)
            return null;
        var sentences = Sentence.Of(before.Length <= Head ? before : before[^Head..]);
        foreach (var sentence in sentences.TakeLast(2).Reverse())
        {
            if (sentence.Asks || Turnaround.MayBeIn(sentence.Text))
                return null;
            var claim = claims.Read(sentence, isMarked: false);
            if (claim.Value is { IsNear: false } other && claim.Weight >= Weight.Concluded && (claim.NamesSubject || claims.IsChoice(other)))
                return other.Key == value.Key ? null : other;
        }

        return null;
    }

    /// <summary>The first sentence of a marked answer that answers, and what follows it there.</summary>
    private (Claim Claim, string Left) First(string body)
    {
        var sentences = Sentence.Of(body);
        var read = sentences.Select(s => s.Asks && sentences.Count > 1 ? new Claim { Text = s.Text, Passage = s.Passage } : claims.Read(s, isMarked: true)).ToList();
        var first = read.FindIndex(c => c.Abstains || c.Open.Count > 0 || (c.Value is not null && c.Weight >= Weight.Free));
        if (first < 0)
            first = read.FindIndex(c => c.Speaks);
        if (first >= 0 && read[first].Abstains && read.Skip(first + 1).FirstOrDefault(c => c.Value is not null && c.Weight >= Weight.Concluded) is { } concluded)
            return (concluded, "");
        if (first >= 0 && read.Skip(first).Where(c => c.Value is not null && Wording.All.Condition.IsIn(c.Passage)).DistinctBy(c => c.Value!.Key).ToList() is { Count: > 1 } held && held[0] == read[first])
            return (read[first] with { Value = null, Open = [.. held.Select(c => c.Value!)], Steps = ["each value under a condition of its own"] }, "");
        return first >= 0 ? (read[first], body[sentences[first].End..])
            : read.Find(c => c.IsRider) is { } rider ? (rider with { Abstains = true }, "")
            : (read.FirstOrDefault() ?? new Claim { Text = body, Passage = Passage.From(body) }, "");
    }

    private ScoredAnswer Unmarked(string text, List<string> steps)
    {
        var sentences = Sentence.Of(text.Length <= Head + Tail ? text : text[..Head] + "\n" + text[^Tail..]);
        var spoken = sentences.Where(s => !s.Asks && !Wording.All.Closing.IsIn(s.Passage)).ToList();
        var own = spoken.Where(s => !s.IsSupport && !claims.IsOffer(s)).ToList();
        var read = (own.Count > 0 ? own : spoken.Count > 0 ? spoken : sentences).Select(s => claims.Read(s, isMarked: sentences.Count == 1)).ToList();
        if (read.Count == 0)
            return new ScoredAnswer { Outcome = Outcome.Unparsed, Reading = [.. steps, "there is no sentence to read"] };
        var settled = Unmarked(read, steps);
        if (settled is { Weight: < Weight.Concluded, Abstains: false } && claims.Ranked() is { } ranked)
        {
            steps.Add("read from the order in which it lists the two");
            settled = new Claim { Text = ranked.Text, Passage = Passage.From(ranked.Text), Value = ranked, Weight = Weight.Bound };
        }

        return Result(settled, steps, settled.Speaks ? AnswerForms.NoMark : null);
    }

    private Claim Unmarked(List<Claim> read, List<string> steps)
    {
        var turn = read.FindLastIndex(c => Wording.All.Retract.IsIn(c.Passage));
        if (turn >= 0 && read.FindIndex(turn, c => c.Speaks) is var after and >= 0)
        {
            steps.Add("what stands before was taken back");
            read = read[after..];
        }

        var settled = new Settlement(read, question.Kind == AnswerKind.Choice).Settle();
        steps.Add($"read from {settled.How}: \"{Short(settled.Claim.Text)}\"");
        steps.AddRange(settled.Claim.Steps);
        return settled.Claim;
    }

    private ScoredAnswer Result(Claim claim, List<string> steps, string? form)
    {
        // Two accepted forms of one answer leave nothing open.
        if (claim.Open.Count > 1 && claim.Open.All(m => m.Meaning == Outcome.Correct && !m.IsNear))
            claim = claim with { Value = claim.Open[0], Open = [] };
        if (claim.Open.Count > 0)
            return Ambiguous(claim.Open.Select(m => $"{m.Text}: {Meaning(m)}"), claim, steps, form);
        if (claim.Abstains)
            return new ScoredAnswer { Outcome = question.ExpectsAbstention ? Outcome.Correct : Outcome.Abstained, Answer = claim.Text.Trim(), Reading = steps, AnswerForm = form };
        if (claim.Value is not { } value)
        {
            steps.Add(claim.Refuses ? "a refusal to help, not an answer" : Denies(claim) ? "it names only what the answer is not" : "it names no value");
            return new ScoredAnswer { Outcome = Outcome.Unparsed, Reading = steps };
        }

        if (value.IsNear)
            return Ambiguous([$"{value.Value}, misspelt or with more around it: {Meaning(value)}", $"{value.Text}: another name, which stands nowhere in the document"], claim, steps, form);
        steps.Add($"\"{value.Text}\" {Meaning(value)}");
        return new ScoredAnswer { Outcome = value.Meaning, Answer = value.Text, Reading = steps, AnswerForm = form };
    }

    private static ScoredAnswer Ambiguous(IEnumerable<string> readings, Claim claim, List<string> steps, string? form)
    {
        string[] open = [.. readings.Distinct()];
        steps.Add($"it can be read in {Math.Max(2, open.Length)} ways: {string.Join("; ", open)}");
        return new ScoredAnswer { Outcome = Outcome.Ambiguous, Answer = claim.Text.Trim(), Reading = steps, OtherReadings = open, AnswerForm = form };
    }

    private static bool Denies(Claim claim) => !claim.Speaks && claim.Steps.Any(s => s.StartsWith("denied", StringComparison.Ordinal));

    /// <summary>Where a turn starts that the model invented after it had answered; null where none does.</summary>
    private int? TurnAt(string text, IReadOnlyList<Mark> marks)
    {
        foreach (var line in Line.Of(text))
        {
            if (line.Kind != LineKind.Turn || line.Start == 0)
                continue;
            var hasMark = marks.Any(m => m.End <= line.Start && !string.IsNullOrWhiteSpace(m.Body));
            if (hasMark || Sentence.Of(Cut(text[..line.Start])).Any(s => !s.Asks && claims.Read(s, isMarked: false) is { Speaks: true, Weight: not Weight.Elsewhere }))
                return line.Start;
        }

        return null;
    }

    private static string FormOf(string text, Mark mark) => !mark.IsLine ? AnswerForms.OtherMark
        : string.IsNullOrWhiteSpace(text[mark.End..]) && Sentence.Of(mark.Body).Count <= 1 ? AnswerForms.Form : AnswerForms.MarkThenMore;

    private string Meaning(Mention value) => value.Meaning switch
    {
        Outcome.Correct => $"is the answer expected ({question.Answer})",
        Outcome.OneHop => "is an intermediate value",
        Outcome.OtherChain => "was planted for something else",
        _ when question.ExpectsAbstention => "stands nowhere in the document; that it does not say was expected",
        _ => $"stands nowhere in the document; expected was {question.Answer}",
    };

    private static string Cut(string tail) => tail.Length <= Tail ? tail : tail[..Tail];

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 160 ? line : line[..160] + "…";
    }
}
