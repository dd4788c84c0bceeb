namespace Haystack.LLama.Templates;

/// <summary>A template is not sound, uses what is not known here, or refuses what it is given.</summary>
internal sealed class TemplateException(string message) : HaystackException(message);
