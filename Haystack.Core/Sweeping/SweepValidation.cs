using System.Globalization;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>Faults that the options show by themselves: all of them at once.</summary>
internal static class SweepValidation
{
    /// <summary>More distances or lengths than this are no sweep, but a slip or a lie.</summary>
    private const int MostValues = 1_000;

    /// <summary>Checks options against each other.</summary>
    /// <exception cref="HaystackException">They contradict each other; the message lists every fault.</exception>
    public static void RequireConsistent(SweepOptions options)
    {
        var faults = new List<string>();
        void Check(bool wrong, string fault)
        {
            if (wrong)
                faults.Add(fault);
        }

        var tooLong = options.Contexts.Where(c => c > options.MaxContextTokens).Select(TokenSize.Format).ToList();
        Check(tooLong.Count > 0, $"--contexts {string.Join(",", tooLong)} is more than --max-ctx {TokenSize.Format(options.MaxContextTokens)}");
        Check(options.Contexts.Any(c => c < 1), "--contexts must be at least 1");
        Check(options.Models.Count > RunReader.MostModels, string.Create(CultureInfo.InvariantCulture, $"--model names {options.Models.Count:N0} models, more than the {RunReader.MostModels} that a run has"));
        Check(options.Families.Count == 0, "--families names no family");
        Check(options.Languages.Count == 0, "--language names no language");
        var adaptive = options.CiWidth is not null ? "--ci-width" : "--d50-width";
        Check(options.IsAdaptive && !options.Arms.Contains(Arm.Pair), $"{adaptive} needs the arm pair");
        Check(options.IsAdaptive && options.Arms.Contains(Arm.ClosedBook), $"{adaptive} and the arm closed-book do not go together");
        Check(options.IsAdaptive && options.ChainsPerDocument < 2, $"{adaptive} needs at least 2 chains in a document");
        Check(options.IsAdaptive && options.Shard is not null, $"{adaptive} and --shard do not go together: where documents go next depends on the answers of all shards");
        Check(options.InterveningFacts.Any(n => n is < 0 or > 64), "--intervening is natural or numbers from 0 to 64");
        Check(options.InterveningFacts.Count > 0 && options.Arrangements.Contains(Arrangement.Gathered), "--intervening needs facts that are spread, not --arrange gathered");
        Check(options.Arms.Count == 0, "--arms names no arm");
        Check(options.Placements.Count == 0, "--question names no place");
        Check(options.Arrangements.Count == 0, "--arrange names no arrangement");
        foreach (var header in options.SessionHeaders.Where(h => h.Length is 0 or > 64 || h.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))))
            faults.Add($"--session takes names of headers, such as X-Session-ID, or none, not '{header}'");
        Check(options.TrialTimeout <= TimeSpan.Zero, "--trial-timeout must be more than 0");
        foreach (var (option, values) in new (string, IEnumerable<string>)[]
        {
            ("--contexts", options.Contexts.Select(TokenSize.Format)),
            ("--distances", options.Distances.Select(d => d.ToString())),
            ("--intervening", options.InterveningFacts.Select(n => n.ToString(CultureInfo.InvariantCulture))),
            ("--families", options.Families),
            ("--language", options.Languages),
            ("--arms", options.Arms.Select(a => a.ToText())),
        })
        {
            var count = values.Count();
            Check(count > MostValues, string.Create(CultureInfo.InvariantCulture, $"{option} names {count:N0} values, more than {MostValues:N0}"));
            foreach (var twice in values.GroupBy(v => v).Where(g => g.Count() > 1))
                faults.Add($"{option} names {twice.Key} twice");
        }

        faults.AddRange(FactFaults(options, FactLibrary.Load()));
        if (faults.Count > 0)
            throw new HaystackException(string.Join("; ", faults));
    }

    /// <summary>Families and languages that are not there, and chains that no family has.</summary>
    public static IEnumerable<string> FactFaults(SweepOptions options, FactLibrary library)
    {
        foreach (var family in options.Families.Where(f => !library.Families.Contains(f)))
            yield return $"there is no family '{family}': {string.Join(", ", library.Families)}";
        foreach (var language in options.Languages.Where(l => !library.Languages.Contains(l)))
            yield return $"there is no language '{language}': {string.Join(", ", library.Languages)}";
        foreach (var family in options.Families.Where(library.Families.Contains))
        {
            foreach (var language in options.Languages.Where(l => library.Languages.Contains(l) && !library.FamiliesOf([l]).Contains(family)))
                yield return $"there is no family '{family}' in language '{language}': {string.Join(", ", library.FamiliesOf([language]))}";
        }

        var tooShort = library.All
            .Where(f => options.Families.Contains(f.Name) && options.Languages.Contains(f.Language.Code) && options.Hops > f.Hops.Count)
            .DistinctBy(f => f.Name);
        foreach (var family in tooShort)
            yield return $"--hops {options.Hops}: family '{family.Name}' has chains of 2{(family.Hops.Count > 2 ? $" to {family.Hops.Count}" : "")} hops";
    }
}
