namespace Haystack.LLama.Tool;

/// <summary>Nothing is done here: the package lies beside the tool <c>haystack</c>, which loads the engine from it.</summary>
internal static class Program
{
    private static void Main() => Console.WriteLine(
        $"The engine for models named gguf/PATH, {typeof(Program).Assembly.GetName().Version?.ToString(3)}. The tool haystack of the same version, installed into the same place, finds it here; there is nothing to run.");
}
