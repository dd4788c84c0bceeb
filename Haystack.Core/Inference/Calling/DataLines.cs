using System.Reflection;

namespace Haystack.Inference.Calling;

/// <summary>Reads a list that is shipped with the program.</summary>
internal static class DataLines
{
    /// <summary>Its lines, without blank ones and those that begin with #.</summary>
    public static IEnumerable<string> Of(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in this program");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => l[0] != '#')];
    }
}
