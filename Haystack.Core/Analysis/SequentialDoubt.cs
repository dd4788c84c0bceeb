using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>
/// Whether, looking after every reply, it is already certain enough that nearly nothing a model says can be read.
/// </summary>
/// <remarks>
/// A mixture of likelihood ratios against the share <see cref="Credibility.LeastRead"/>: of a model that has that share or
/// more it is a supermartingale that begins at 1, so the chance that it ever reaches 1/<see cref="FalseStop"/>, however often
/// one looks and however long the sweep, is at most <see cref="FalseStop"/> (J. Ville, 1939). It takes 36 replies of which
/// none can be read. What it stops, the exact bound of <see cref="Credibility.IsDoubtful"/> doubts as well.
/// </remarks>
internal sealed class SequentialDoubt
{
    /// <summary>The chance that a sweep of a model of whose replies <see cref="Credibility.LeastRead"/> can be read is ever stopped.</summary>
    public const double FalseStop = 0.001;

    /// <summary>Trials of one document share its fate: one document alone stops nothing.</summary>
    private const int LeastDocuments = 2;

    /// <summary>More are never in flight.</summary>
    private const int MostRoom = 4096;

    /// <summary>Shares that the replies of a broken set-up have.</summary>
    private static readonly double[] Broken = [0.01, 0.08];

    private readonly HashSet<string> _documents = new(StringComparer.Ordinal);

    /// <summary>Replies that could be read, of all.</summary>
    public Proportion Read { get; private set; }

    /// <summary>Whether it is certain enough.</summary>
    public bool IsCertain => _documents.Count >= LeastDocuments && IsEnough(Read);

    /// <summary>How many more replies of which none can be read it takes at least to be certain; 1 where the next could do it.</summary>
    public int Room
    {
        get
        {
            var (few, many) = (1, MostRoom);
            while (few < many)
            {
                var middle = (few + many) / 2;
                (few, many) = IsEnough(Read + new Proportion(0, middle)) ? (few, middle) : (middle + 1, many);
            }

            return few;
        }
    }

    /// <summary>Takes a reply into account.</summary>
    public void Add(string document, bool isRead)
    {
        if (_documents.Count < LeastDocuments)
            _documents.Add(document);
        Read += new Proportion(isRead ? 1 : 0, 1);
    }

    private static bool IsEnough(Proportion read) => Math.Log(Broken.Average(share => Math.Exp(LogRatio(read, share)))) >= -Math.Log(FalseStop);

    private static double LogRatio(Proportion read, double share) =>
        read.Successes * Math.Log(share / Credibility.LeastRead) + (read.Total - read.Successes) * Math.Log((1 - share) / (1 - Credibility.LeastRead));
}
