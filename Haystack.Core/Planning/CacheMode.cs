namespace Haystack.Planning;

/// <summary>What a sweep makes of a server's prefix cache.</summary>
public enum CacheMode
{
    /// <summary>Uses it, and asks some questions again with nothing to reuse: a cache that changes answers is found out.</summary>
    Checked,

    /// <summary>Uses it unchecked.</summary>
    On,

    /// <summary>Asks every question with nothing to reuse: each costs a whole prefill.</summary>
    Off,
}
