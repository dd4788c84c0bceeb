namespace Haystack.Inference.InProcess;

/// <summary>Whose models are readers of this process: they have no server to be loaded, probed or waited for, and no cache to be checked.</summary>
internal static class InProcessProviders
{
    /// <summary>Whether a provider's models are.</summary>
    public static bool Has(string provider) => provider is "builtin" or "simulated";
}
