namespace Haystack.Inference;

/// <summary>Nothing at all answers at a server's address.</summary>
internal sealed class ServerUnreachableException(string message, Exception inner) : HaystackException(message, inner);
