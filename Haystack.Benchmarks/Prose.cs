namespace Haystack.Benchmarks;

/// <summary>The prose that comes embedded, roughly cut: enough to measure counting.</summary>
internal static class Prose
{
    /// <summary>Sentences of a language, with their leads.</summary>
    public static string[] Sentences(string language)
    {
        var assembly = typeof(Sweep).Assembly;
        var sentences = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"Prose/{language}", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd();
            var start = 0;
            for (var i = 1; i < text.Length; i++)
            {
                if (text[i - 1] is not ('.' or '。') || !(language == "zh" || text[i] == ' '))
                    continue;
                sentences.Add(text[start..i]);
                start = i;
            }
        }

        return [.. sentences];
    }
}
