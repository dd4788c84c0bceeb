using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Designs;

/// <summary>How far a model's sweep is, by what is stored.</summary>
/// <param name="Finished">How many of its trials are done.</param>
/// <param name="IsOver">Whether nothing is left to ask.</param>
internal sealed record DesignState(int Finished, bool IsOver)
{
    /// <summary>Walks through a design's rounds up to the first whose answers must be there before the next is known.</summary>
    /// <param name="design">The design.</param>
    /// <param name="model">Whose it is.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="store">The run.</param>
    /// <param name="finished">The keys of the trials that are done.</param>
    public static DesignState Of(IDesign design, ModelRow model, SweepOptions options, RunStore store, IReadOnlySet<string> finished)
    {
        if (finished.Count == 0)
            return new DesignState(0, IsOver: false);
        var identity = new TrialIdentity(model, options);
        var (done, left) = (0, 0);
        foreach (var round in design.Planned)
            Count(round);
        foreach (var round in left == 0 ? design.After(new StoredRows(store, model.Name)) : [])
        {
            Count(round);
            if (left > 0)
                break;
        }

        return new DesignState(done, IsOver: left == 0);

        void Count(Round round)
        {
            foreach (var trial in round.Documents.SelectMany(d => d.Trials))
            {
                if (!finished.Contains(identity.Key(trial)))
                    left++;
                else if (!round.IsExtra)
                    done++;
            }
        }
    }
}
