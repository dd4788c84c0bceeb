namespace Haystack;

/// <summary>
/// A mistake of the user's, or a condition they can mend: its message is one clear line, shown as it is,
/// without a stack trace.
/// </summary>
/// <remarks>Bugs are never reported through this type.</remarks>
public class HaystackException(string message, Exception? inner = null) : Exception(message, inner);
