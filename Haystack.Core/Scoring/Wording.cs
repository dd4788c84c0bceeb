using System.Collections.Frozen;
using Haystack.Languages;
using Haystack.Languages.Yaml;

namespace Haystack.Scoring;

/// <summary>The turns of phrase by which replies are read, of all languages together: <c>answers.yaml</c> of each language says what each is for.</summary>
internal sealed class Wording
{
    private static readonly Lazy<Wording> Embedded = new(() => new Wording(Files()));

    private readonly Dictionary<string, (List<IReadOnlyList<string>> Spaced, List<IReadOnlyList<string>> Joined)> roles = new(StringComparer.Ordinal);

    private Wording(IEnumerable<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
            Add(YamlReader.Read(name, text));
        (Abstain, Rider, Infer, Reports, Refuse) = (Find("abstain"), Find("rider"), Find("infer"), Find("reports"), Find("refuse"));
        (Says, So, Therefore, Contrast, Aside) = (Find("says"), Find("so"), Find("therefore"), Find("contrast"), Find("aside"));
        (Retract, MayRetract, Confirm, Correct) = (Find("retract"), Find("mayretract"), Find("confirm"), Find("correct"));
        (Deny, Denied, Named, Remark, Clause) = (Find("deny"), Find("denied"), Find("named"), Find("remark"), Find("clause"));
        (Former, Latter, Operand, OperandLead) = (Find("former"), Find("latter"), Find("operand"), Find("operandlead"));
        (Hedge, Or, Possible, Joins, Lead, Unit) = (Find("hedge"), Find("or"), Find("possible"), Find("joins"), Find("lead"), Find("unit"));
        (Closing, Early, Late, Passive) = (Find("closing"), Find("early"), Find("late"), Find("passive"));
        (Label, WeakLabel, Section, Turn) = (Whole("label"), Whole("weaklabel"), Whole("section"), Whole("turn"));
        (Relates, Place, At) = (Find("relates"), Find("place"), Find("at"));
        (Plan, Condition, Guess, Upholds, Source) = (Find("plan"), Find("condition"), Find("guess"), Find("upholds"), Find("source"));
        (FirstOffered, LastOffered, Common) = (Find("firstoffered"), Find("lastoffered"), Whole("common"));
        (OptionLead, OptionTail) = (Whole("optionlead"), Whole("optiontail"));
        (Title, NoValue) = (Whole("title"), Whole("novalue"));
        (Sequence, Bound, Ranking, ThirdOffered) = (Find("sequence"), Find("bound"), Find("ranking"), Find("thirdoffered"));
        (Result, Supposed, Bidden, BothOffered) = (Find("result"), Find("supposed"), Find("bidden"), Find("bothoffered"));
        (Articles, Neighbours, NamePrefixes, NameSuffixes) = (Words("article"), Words("neighbour"), Words("nameprefix"), Words("namesuffix"));
        (LeadIns, LabelEnds, Copulas, BeforeNames) = (Words("leadin"), Words("labelend"), Words("copula"), Words("beforename"));
        (Froms, RangeWords, Buts, Compares, Compared) = (Words("from"), Words("range"), Words("but"), Words("compares"), Words("compared"));
        (DayField, MonthField, YearField) = (Whole("dayfield"), Whole("monthfield"), Whole("yearfield"));
    }

    /// <summary>The languages in which replies are read, the default first: where two read as far, or phrases begin alike, its own counts.</summary>
    public static IEnumerable<Language> Languages => Language.All.OrderByDescending(l => l.Code == SweepDefaults.Language);

    public static Wording All => Embedded.Value;

    public Pattern Abstain { get; }

    public Pattern Rider { get; }

    public Pattern Infer { get; }

    public Pattern Reports { get; }

    public Pattern Refuse { get; }

    public Pattern Says { get; }

    public Pattern So { get; }

    public Pattern Therefore { get; }

    public Pattern Contrast { get; }

    public Pattern Aside { get; }

    public Pattern Retract { get; }

    public Pattern MayRetract { get; }

    public Pattern Confirm { get; }

    public Pattern Correct { get; }

    public Pattern Deny { get; }

    public Pattern Denied { get; }

    public Pattern Named { get; }

    public Pattern Remark { get; }

    public Pattern Clause { get; }

    public Pattern Former { get; }

    public Pattern Latter { get; }

    public Pattern Operand { get; }

    public Pattern OperandLead { get; }

    public Pattern Hedge { get; }

    public Pattern Or { get; }

    public Pattern Possible { get; }

    public Pattern Joins { get; }

    public Pattern Lead { get; }

    public Pattern Unit { get; }

    public Pattern Closing { get; }

    public Pattern Early { get; }

    public Pattern Late { get; }

    public Pattern Passive { get; }

    public Pattern Label { get; }

    public Pattern WeakLabel { get; }

    public Pattern Section { get; }

    public Pattern Turn { get; }

    public Pattern Relates { get; }

    public Pattern Place { get; }

    public Pattern At { get; }

    public Pattern Plan { get; }

    public Pattern Condition { get; }

    public Pattern Guess { get; }

    public Pattern Upholds { get; }

    public Pattern Source { get; }

    public Pattern FirstOffered { get; }

    public Pattern LastOffered { get; }

    public Pattern OptionLead { get; }

    public Pattern OptionTail { get; }

    public Pattern Common { get; }

    public Pattern Title { get; }

    public Pattern NoValue { get; }

    public Pattern Sequence { get; }

    public Pattern Bound { get; }

    public Pattern BothOffered { get; }

    public Pattern Ranking { get; }

    public Pattern ThirdOffered { get; }

    public Pattern Result { get; }

    public Pattern Supposed { get; }

    public Pattern Bidden { get; }

    public Pattern DayField { get; }

    public Pattern MonthField { get; }

    public Pattern YearField { get; }

    public FrozenSet<string> Articles { get; }

    public FrozenSet<string> Neighbours { get; }

    public FrozenSet<string> NamePrefixes { get; }

    public FrozenSet<string> NameSuffixes { get; }

    public FrozenSet<string> LeadIns { get; }

    public FrozenSet<string> LabelEnds { get; }

    public FrozenSet<string> Froms { get; }

    public FrozenSet<string> Copulas { get; }

    public FrozenSet<string> RangeWords { get; }

    public FrozenSet<string> BeforeNames { get; }

    public FrozenSet<string> Buts { get; }

    public FrozenSet<string> Compares { get; }

    public FrozenSet<string> Compared { get; }

    private void Add(YamlMap map)
    {
        var isSpaced = map.Text("spaces").Value == "yes";
        foreach (var role in map.Keys.Where(k => k != "spaces"))
        {
            var (spaced, joined) = roles.TryGetValue(role, out var known) ? known : roles[role] = ([], []);
            (isSpaced ? spaced : joined).Add([.. map.Texts(role).Select(t => t.Value)]);
        }

        map.Finish();
    }

    private Pattern Find(string role) => new(roles[role].Spaced.Select(Any), roles[role].Joined.Select(Any));

    private Pattern Whole(string role) => new(roles[role].Spaced.Select(Whole), roles[role].Joined.Select(Whole));

    /// <summary>The single words and signs of a role.</summary>
    private FrozenSet<string> Words(string role) => roles[role].Spaced.Concat(roles[role].Joined).SelectMany(e => e).SelectMany(e => e.Split('|')).ToFrozenSet(StringComparer.Ordinal);

    private static string Any(IReadOnlyList<string> entries) => string.Join('|', entries.Select(e => $"(?:{e})"));

    private static string Whole(IReadOnlyList<string> entries) => $"^(?:{Any(entries)})$";

    private static IEnumerable<(string Name, string Text)> Files() =>
        Languages.Select(l => ($"{l.Code}/answers.yaml", EmbeddedText.Read($"Languages/{l.Code}/answers.yaml")));
}
