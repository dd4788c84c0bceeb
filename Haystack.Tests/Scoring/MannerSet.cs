using System.Runtime.CompilerServices;
using System.Text.Json;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Tests.Facts;

namespace Haystack.Tests.Scoring;

/// <summary>Replies made of the manners, phrases and abstentions under <c>manners/</c> and of what the shipped families plant and ask.</summary>
internal static class MannerSet
{
    /// <summary>The replies of the manners that the grammar was written on, or of those held out.</summary>
    public static IEnumerable<MannerCase> Of(bool isHeld, int each = 1, ulong seed = 5)
    {
        foreach (var family in FactLibrary.Load().All.Where(f => File.Exists(Path.Combine(Folder(), "manners", $"phrases.{f.Language.Code}.txt"))))
        {
            var language = family.Language.Code;
            var chains = FactKit.Source(language).Create(FactKit.Request(family, seed, 2, chains: 8, orphans: 3));
            string[] values = [.. chains.SelectMany(c => c.Values).Distinct()];
            var phrases = new MannerPhrases(Lines($"phrases.{language}.txt"), Lines($"abstentions.{language}.{(isHeld ? "held" : "tune")}.txt"), family.Name, isHeld);
            var asked = chains.SelectMany(c => c.Questions.Where(q => q.Arm != Arm.ClosedBook).Select(q => (Chain: c, Question: q))).ToList();
            var random = new Seed(seed).Derive($"{family.Name} {language} {isHeld}").Stream();
            foreach (var line in Lines($"{language}.{(isHeld ? "held" : "tune")}.txt"))
            {
                for (var (made, tries) = (0, 0); made < each && tries < 20; tries++)
                {
                    var (chain, question) = asked[random.Next(4) == 0 ? random.Next(asked.Count) : PairAt(asked, random)];
                    var made1 = new MannerWriter(family, chains, values, phrases, random).Write(chain, question, line);
                    if (made1 is null)
                        continue;
                    made++;
                    yield return made1;
                }
            }
        }
    }

    /// <summary>The misread replies of the issue that asked for the grammar.</summary>
    public static IEnumerable<MannerCase> Cases() => Lines("cases.jsonl").Select(line =>
    {
        var json = JsonDocument.Parse(line).RootElement;
        var question = new Question
        {
            Arm = Enum.Parse<Arm>(Text("arm"), ignoreCase: true),
            Text = Text("question"),
            Answer = Text("answer").Length > 0 ? Text("answer") : Texts("unplanted")[0],
            Accepted = Texts("accepted").Length > 0 ? Texts("accepted") : Texts("unplanted"),
            Kind = Enum.Parse<AnswerKind>(Text("kind"), ignoreCase: true),
            Intermediates = Texts("intermediates"),
            Choices = Texts("choices"),
            ChanceLevel = 0.1,
        };
        return new MannerCase
        {
            Language = Text("language"),
            Family = Text("family"),
            Manner = Text("kind_of_fault"),
            Question = question,
            Values = Texts("values"),
            Says = Text("says"),
            Is = Enum.Parse<Outcome>(Text("is")),
        };

        string Text(string key) => json.GetProperty(key).GetString()!;
        string[] Texts(string key) => [.. json.GetProperty(key).EnumerateArray().Select(v => v.GetString()!)];
    });

    public static IReadOnlyList<string> Lines(string file) =>
        [.. File.ReadAllLines(Path.Combine(Folder(), "manners", file)).Where(l => l.Length > 0 && !l.StartsWith('#'))];

    private static int PairAt(List<(FactChain Chain, Question Question)> asked, RandomStream random)
    {
        int[] whole = [.. Enumerable.Range(0, asked.Count).Where(i => asked[i].Question.Arm is Arm.Pair or Arm.Absent)];
        return whole[random.Next(whole.Length)];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
