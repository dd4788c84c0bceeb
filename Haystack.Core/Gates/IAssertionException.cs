namespace Haystack.Gates;

/// <summary>
/// Marks an exception as a failed assertion. xunit.v3 knows such exceptions by the NAME of this interface, so that no
/// reference to it is needed; other test frameworks fail on any exception.
/// </summary>
public interface IAssertionException;
