using System.Security.Cryptography;
using System.Text;

namespace Haystack.Reports;

/// <summary>The page's template, style and scripts, as they come with the program.</summary>
internal static class ReportAssets
{
    private static readonly string[] Scripts = ["report-data.js", "report-heatmap.js", "report-trials.js", "report-trial.js", "report-sort.js", "report-pictures.js", "report-compare.js", "report-main.js"];

    public static string Template { get; } = Read("report.html");

    public static string Style { get; } = Read("report.css");

    public static string Script { get; } = string.Concat(Scripts.Select(Read));

    /// <summary>The source expression by which a Content-Security-Policy allows exactly <paramref name="text"/>.</summary>
    public static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string file)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream($"Reports/{file}")
            ?? throw new InvalidOperationException($"Reports/{file} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
