namespace Haystack.LLama.Templates;

/// <summary>What can be called: a macro, a method, a function.</summary>
internal delegate object? Callable(IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named);
