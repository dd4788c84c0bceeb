namespace Haystack.Facts.Pools;

/// <summary>Where the values of one kind come from: names, numbers, dates.</summary>
internal abstract class Pool(string name)
{
    /// <summary>What the data files call it.</summary>
    public string Name { get; } = name;

    /// <summary>What sort of answer its values are.</summary>
    public abstract AnswerKind Kind { get; }

    /// <summary>Whether its values are answers, and so may not occur in a corpus nor twice in a document.</summary>
    public virtual bool IsValue => true;

    /// <summary>How many values there are to draw.</summary>
    public abstract long Size { get; }

    /// <summary>An expression that matches every value as a fact states it; it captures nothing.</summary>
    public abstract string Pattern { get; }

    /// <summary>An expression for values as a question names them.</summary>
    public virtual string AskedPattern => Pattern;

    /// <summary>A value at random. It may be one that was drawn before or that the corpus holds: the caller draws again.</summary>
    public abstract PoolValue Draw(RandomStream random);

    /// <summary>The values (as told) that occur whole in <paramref name="text"/>, each once.</summary>
    public abstract IReadOnlyCollection<string> FindIn(string text);

    /// <summary>This pool without what a corpus holds; the same pool where drawing again is enough.</summary>
    /// <exception cref="HaystackException">Too little is left.</exception>
    public virtual Pool Without(IReadOnlySet<string> taken, string corpusName) => this;

    /// <summary>How a question names what a fact calls <paramref name="told"/>.</summary>
    public virtual string ToAsked(string told) => told;

    /// <summary>Every way to write <paramref name="value"/> that counts as right, itself first.</summary>
    public virtual IReadOnlyList<string> Forms(string value) => [value];
}
