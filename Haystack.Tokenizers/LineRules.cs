namespace Haystack.Tokenization;

/// <summary>Whether a vocabulary that merges letters merges them across the ends of lines.</summary>
internal enum LineRules
{
    /// <summary>It may: text is not cut at all.</summary>
    None,

    /// <summary>Line feeds and what stands between them are cut apart.</summary>
    Cut,

    /// <summary>The same, and a run of line feeds that is itself a token is that token, merges not consulted.</summary>
    CutAndWhole,
}
