namespace Haystack.Gates;

/// <summary>
/// Marks an exception as a failed assertion. xunit.v3 knows such exceptions by the NAME of this interface, so that no
/// reference to it is needed; other test frameworks fail on any exception.
/// </summary>
#pragma warning disable CA1711 // The name is the contract: xunit.v3 looks for an interface called just this.
public interface IAssertionException;
#pragma warning restore CA1711
