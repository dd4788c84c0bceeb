namespace Haystack.Tests.Statistics.Readers;

/// <summary>What many sweeps of one kind and size came to.</summary>
internal sealed class ReaderTally
{
    private readonly Dictionary<string, (int Covered, int Given, int Asked)> _figures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _claims = new(StringComparer.Ordinal);

    /// <summary>An empty tally.</summary>
    public ReaderTally()
    {
    }

    /// <summary>The tally that was stored.</summary>
    public ReaderTally(ReaderCounts stored)
    {
        (Runs, Halves, False) = (stored.Runs, stored.Halves, (stored.Report, stored.Gate, stored.Comparison));
        _figures = stored.Figures.ToDictionary(f => f.Key, f => (f.Value[0], f.Value[1], f.Value[2]), StringComparer.Ordinal);
        _claims = stored.Claims.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>What to store of it.</summary>
    public ReaderCounts Counts => new(
        Runs, Halves, False.Report, False.Gate, False.Comparison, _figures.ToDictionary(f => f.Key, f => new[] { f.Value.Covered, f.Value.Given, f.Value.Asked }), _claims);

    /// <summary>Sweeps counted.</summary>
    public int Runs { get; private set; }

    /// <summary>Sweeps that came to a D50.</summary>
    public int Halves { get; private set; }

    /// <summary>Sweeps with a false sentence in the report, at a gate, in a comparison.</summary>
    public (int Report, int Gate, int Comparison) False { get; private set; }

    /// <summary>How often each false sentence was said.</summary>
    public IReadOnlyDictionary<string, int> Claims => _claims;

    /// <summary>Adds a sweep.</summary>
    public void Add(ReaderRun run)
    {
        Runs++;
        Halves += run.HasHalf ? 1 : 0;
        foreach (var figure in run.Figures)
        {
            var (covered, given, asked) = _figures.GetValueOrDefault(figure.Name);
            _figures[figure.Name] = (covered + (figure.IsGiven && figure.Covers ? 1 : 0), given + (figure.IsGiven ? 1 : 0), asked + 1);
        }

        foreach (var claim in run.ReportClaims.Concat(run.GateClaims))
            _claims[claim] = _claims.GetValueOrDefault(claim) + 1;
        False = (
            False.Report + (run.ReportClaims.Count > 0 ? 1 : 0), False.Gate + (run.GateClaims.Count > 0 ? 1 : 0),
            False.Comparison + (run.ComparisonIsFalse ? 1 : 0));
    }

    /// <summary>The share of the given intervals that hold the truth, and of those asked for that were given; null where none was given.</summary>
    public (double Covered, int Intervals, double Given)? Coverage(string figure) =>
        _figures.TryGetValue(figure, out var f) && f.Given > 0 ? ((double)f.Covered / f.Given, f.Given, (double)f.Given / f.Asked) : null;
}
