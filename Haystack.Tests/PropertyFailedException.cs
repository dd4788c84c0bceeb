namespace Haystack.Tests;

/// <summary>A property does not hold; the message names the case and how to pin it.</summary>
internal sealed class PropertyFailedException(string message, Exception? inner) : Exception(message, inner);
