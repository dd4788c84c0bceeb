using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Languages;
using Haystack.Sweeping;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed partial class DataFileTests
{
    private const string Sum = "en/sum.yaml", Words = "en/language.yaml";

    [Theory]
    [InlineData(Sum, "rule: add", "rule: divide", "en/sum.yaml, line 2: rule 'divide' is none of copy, add*")]
    [InlineData(Sum, "rule: add", "rule: add\nrule: copy", "en/sum.yaml, line 3: *uplicate*")]
    [InlineData(Sum, "rule: add", "rule: add\nrules: copy", "en/sum.yaml, line 3: unknown key 'rules'")]
    [InlineData(Sum, "rule: add", "rule: [add", "en/sum.yaml, line *")]
    [InlineData(Sum, "rule: add", "- rule", "en/sum.yaml, line *")]
    [InlineData(Sum, "rule: add\n", "", "en/sum.yaml, line 2: key 'rule' is missing")]
    [InlineData(Sum, "count: number", "count: numbre", "en/sum.yaml, line 3: slot 'count': the language has no pool 'numbre'")]
    [InlineData(Sum, "count: number", "count: person", "en/sum.yaml, line 2: slot 'count' needs a pool of kind number")]
    [InlineData(Sum, "count: number", "count: number, extra: person", "en/sum.yaml, line 2: slot 'extra' is used by no hop")]
    [InlineData(Sum, "with: [change]", "with: [chance]", "en/sum.yaml, line *: 'chance' is not among the slots")]
    [InlineData(Sum, "{owner} brought in {change}", "{owner} brought in {chance}", "en/sum.yaml, line 10: placeholder '{change}' is missing")]
    [InlineData(Sum, "{owner} brought in {change}", "{owner} and {count} brought in {change}", "en/sum.yaml, line 10: placeholder '{count}' has no place here")]
    [InlineData(Sum, "{owner} brought in {change}", "{owner brought in {change}", "en/sum.yaml, line 10: *is not a placeholder")]
    [InlineData(Sum, "{owner} brought in {change}", "{owner} brought in} {change}", "en/sum.yaml, line 10: a brace has no partner")]
    [InlineData(Sum, "{owner} brought in {change}", "{owner} or {owner} brought in {change}", "en/sum.yaml, line 10: placeholder '{owner}' occurs twice")]
    [InlineData(Sum, "did that year.", "did. That year.", "en/sum.yaml, line 10: one sentence is wanted*")]
    [InlineData(Sum, "did that year.", "did that year?", "en/sum.yaml, line 10: a fact ends with a full stop")]
    [InlineData(Sum, "did that year.", "did that year. ", "en/sum.yaml, line 10: a sentence has no white space around it*")]
    [InlineData(Sum, "did that year.", "did in the cafe\u0301.", "en/sum.yaml, line 10: the sentence has a combining mark*")]
    [InlineData(Sum, "      - \"Where {other} had", "      # \"Where {other} had", null)]
    [InlineData(Sum, "    - \"How many sacks of corn did {owner} own in all?\"\n", "", null)]
    [InlineData(Sum, "[\"{value} sacks\",", "[\"sacks\",", "en/sum.yaml, line 4: a form lacks {value}")]
    [InlineData(Sum, "  - from: other", "  - from: count", "en/sum.yaml, line *: placeholder '{other}' has no place here")]
    [InlineData(Words, "kind: date", "kind: dates", "en/language.yaml, line *: pool 'date': kind 'dates' is none of coined, number*")]
    [InlineData(Words, "January, ", "", "en/language.yaml, line *: pool 'date': 11 months, not 12")]
    [InlineData(Words, "from: 1801", "from: 01801x", "en/language.yaml, line *: '01801x' is not a whole number")]
    [InlineData(Words, "from: 200", "from: 99", "en/language.yaml, line *: pool 'number': numbers run from at least 100*")]
    [InlineData(Words, "Lisbon: Portugal", "Lisbon: Greater Lisbon", "en/language.yaml, line *: pool 'country': 'Lisbon' and 'Greater Lisbon' share a word*")]
    [InlineData(Words, "Madrid: Spain", "Madrid: Portugal", "en/language.yaml, line *: pool 'country': 'Madrid: Portugal' repeats a word")]
    [InlineData(Words, "[Aber, Adri", "[Aber, Aber", "en/language.yaml, line *: 'Aber' stands twice in the list")]
    [InlineData(Words, "Answer: {answer}", "Answer:", "en/language.yaml, line *: 'reply' lacks {answer}")]
    [InlineData(Words, "spaces: yes", "spaces: maybe", "en/language.yaml, line *: 'spaces' says*")]
    [InlineData(Words, "{day} {month} {year}\"", "{day} {year}\"", "en/language.yaml, line *: pool 'date': a date needs*")]
    public void A_broken_data_file_is_refused_with_file_line_and_reason(string file, string from, string to, string? message)
    {
        var files = Files();
        files[file].Should().Contain(from);
        files[file] = Replace(files[file], from, to);
        var reading = FluentActions.Invoking(() => FactLibrary.Read(files));
        if (message is null)
            reading.Should().NotThrow("nine facts and five questions leave room for one less");
        else
            reading.Should().Throw<HaystackException>().WithMessage(message).Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void Too_few_wordings_and_too_few_names_are_refused()
    {
        var files = Files();
        var lines = files[Sum].Split('\n').ToList();
        lines.RemoveRange(lines.FindIndex(l => l.Contains("facts:", StringComparison.Ordinal)) + 1, 2);
        files[Sum] = string.Join('\n', lines);
        FluentActions.Invoking(() => FactLibrary.Read(files)).Should().Throw<HaystackException>().WithMessage("en/sum.yaml, line 6: 7 facts; at least 8 are wanted");

        files = Files();
        files[Words] = files[Words].Replace("[vin, dal, men,", "[vin]\n      # [", StringComparison.Ordinal);
        FluentActions.Invoking(() => FactLibrary.Read(files)).Should().Throw<HaystackException>()
            .WithMessage("en/language.yaml, line *: pool 'person' has only *").Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void A_family_without_its_language_is_refused()
    {
        var files = Files();
        files["fr/sum.yaml"] = files[Sum];
        FluentActions.Invoking(() => FactLibrary.Read(files)).Should().Throw<HaystackException>().WithMessage("fr/sum.yaml: there is no fr/language.yaml beside it");
    }

    [Theory]
    [MemberData(nameof(Haystack.Tests.Languages.LanguageList.All), MemberType = typeof(Haystack.Tests.Languages.LanguageList))]
    public void No_wording_stands_in_two_families_of_a_language(string language)
    {
        // The readers know a fact and a question by its words alone: of two that are alike they take one.
        (string Name, Family Family)[] families = [.. FactLibrary.Load().All.Where(f => f.Language.Code == language).Select(f => (f.Name, f))];
        string.Join("\n", SharedWordings(families)).Should().BeEmpty();
        SharedWordings([families[0], ("copy", families[0].Family)]).Should().NotBeEmpty();
    }

    private static IEnumerable<string> SharedWordings(IEnumerable<(string Name, Family Family)> families) =>
        from wording in families.SelectMany(f => f.Family.Hops.SelectMany(h => h.Facts.Concat(h.Questions)).Concat(f.Family.Pair.Values.SelectMany(p => p)), (f, text) => (Family: f.Name, Text: Hole().Replace(text.Source, "{}")))
        group wording.Family by wording.Text into alike
        where alike.Distinct().Skip(1).Any()
        select $"'{alike.Key}' stands in {string.Join(" and ", alike.Distinct())}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [Fact]
    public void A_new_family_is_a_data_file_and_nothing_else()
    {
        var files = Files();
        files["en/harvest.yaml"] = files[Sum];
        var library = FactLibrary.Read(files);
        library.Families.Should().Contain("harvest");
        library.FamiliesOf(["en"]).Should().Contain("harvest");
        library.FamiliesOf(["en", "zh"]).Should().NotContain("harvest").And.Contain("sum");
        SweepValidation.FactFaults(new SweepOptions { Families = ["harvest"], Languages = ["en"] }, library).Should().BeEmpty();
        SweepValidation.FactFaults(new SweepOptions { Families = ["harvest"], Languages = ["en", "zh"] }, library)
            .Should().ContainSingle().Which.Should().StartWith("there is no family 'harvest' in language 'zh': ").And.NotEndWith("harvest");
        library.For(FactKit.Corpus("en"), out _).Create(FactKit.Request(library.Find("en", "harvest"), 1)).Should().HaveCount(10);
    }

    [Fact]
    public void The_library_has_the_families_of_the_first_version_in_every_language()
    {
        var library = FactLibrary.Load();
        library.Languages.Should().Equal(Haystack.Languages.Language.Codes);
        library.FamiliesOf(library.Languages).Should().Contain(["latent", "link", "offset", "order", "rule", "sum", "update"], "others may be in some languages only");
        library.Find("en", "link").Pair.Values.Should().OnlyContain(p => p.Count >= 8);
        library.Find("en", "link").Hops.Should().HaveCount(5).And.OnlyContain(h => h.Questions.Count >= 8);
    }

    private static Dictionary<string, string> Files()
    {
        return EmbeddedText.Names("Languages/").Select(n => (Name: n, Parts: n.Split('/'))).Where(n => n.Parts is [_, _, "facts", _])
            .ToDictionary(n => $"{n.Parts[1]}/{n.Parts[3]}", n => EmbeddedText.Read(n.Name));
    }

    private static string Replace(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
