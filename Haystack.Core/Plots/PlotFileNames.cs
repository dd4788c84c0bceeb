using System.Security.Cryptography;
using System.Text;

namespace Haystack.Plots;

/// <summary>Names of files that are safe on every file system, whatever a model is called, and differ where models do.</summary>
internal static class PlotFileNames
{
    private const int MostCharacters = 60;

    /// <summary>A part of a file name for each of <paramref name="models"/>, in their order: of [a-z0-9._-] only, and no two alike.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> models)
    {
        var plain = models.Select(Plain).ToArray();
        var taken = plain.CountBy(p => p).ToDictionary(p => p.Key, p => p.Value);
        var names = new List<string>();
        for (var i = 0; i < models.Count; i++)
        {
            var name = taken[plain[i]] > 1 || plain[i].Length > MostCharacters || plain[i].Length == 0
                ? $"{plain[i][..Math.Min(plain[i].Length, MostCharacters)]}-{Digest(models[i])}"
                : plain[i];
            names.Add(name);
        }

        // A model may be called what another's digest makes of it; nobody does so but to see what happens.
        for (var i = 0; i < names.Count; i++)
        {
            if (names.IndexOf(names[i]) < i)
                names[i] = $"{names[i]}-{i}";
        }

        return names;
    }

    private static string Plain(string model)
    {
        var name = new StringBuilder();
        foreach (var c in model)
        {
            var safe = char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? char.ToLowerInvariant(c) : '-';
            // No run of marks: ".." and "--" mean things to shells and paths.
            if (char.IsAsciiLetterOrDigit(safe) || (name.Length > 0 && char.IsAsciiLetterOrDigit(name[^1])))
                name.Append(safe);
        }

        return name.ToString().TrimEnd('.', '_', '-');
    }

    private static string Digest(string model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..8];
}
