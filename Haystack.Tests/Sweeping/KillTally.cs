namespace Haystack.Tests.Sweeping;

/// <summary>What a series of kills hit.</summary>
internal sealed record KillTally
{
    /// <summary>Processes killed while they ran.</summary>
    public int Kills { get; set; }

    /// <summary>Kills before the run's store was made.</summary>
    public int BeforeStore { get; set; }

    /// <summary>Kills when every trial was stored: while closing or drawing.</summary>
    public int AfterLast { get; set; }

    /// <summary>Runs that were brought to their end.</summary>
    public int Runs { get; set; }

    /// <summary>Trials that killed processes had reported as finished.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Questions that were asked more than once, since the first answer was not stored.</summary>
    public int AskedTwice { get; set; }

    public static KillTally operator +(KillTally a, KillTally b) => new()
    {
        Kills = a.Kills + b.Kills,
        BeforeStore = a.BeforeStore + b.BeforeStore,
        AfterLast = a.AfterLast + b.AfterLast,
        Runs = a.Runs + b.Runs,
        Acknowledged = a.Acknowledged + b.Acknowledged,
        AskedTwice = a.AskedTwice + b.AskedTwice,
    };
}
