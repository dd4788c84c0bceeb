using System.Globalization;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>The programs of a real llama.cpp, as <c>.ci/install-llama-cpp</c> unpacks them.</summary>
internal static class LlamaCpp
{
    /// <summary>What a skipped test says.</summary>
    public const string Reason = "run .ci/install-llama-cpp first, or name a folder with llama-server and llama-tokenize in HAYSTACK_LLAMA_CPP";

    private static string Tools =>
        Environment.GetEnvironmentVariable("HAYSTACK_TOOLS") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "haystack-tests");

    /// <summary>The program's path, or null where it is not installed; <c>HAYSTACK_LLAMA_CPP</c> goes before the installer's folder.</summary>
    public static string? Find(string program)
    {
        var folder = Environment.GetEnvironmentVariable("HAYSTACK_LLAMA_CPP") is { Length: > 0 } named ? named : Path.Combine(Tools, "llama.cpp");
        var path = Path.Combine(folder, program);
        return File.Exists(path) ? path : null;
    }

    /// <summary>
    /// What it makes of each text: one run of <c>llama-tokenize</c>, the texts kept apart by a user-defined token
    /// that is added to the vocabulary, since those divide text before anything else. BOS stands before the first
    /// where the vocabulary says so or its family does.
    /// </summary>
    /// <remarks>Its time grows with the square of the number of texts.</remarks>
    public static async Task<IReadOnlyList<int[]>> TokenizeAsync(TokenizerVocabulary vocabulary, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        const string Divider = "\uE0A1divider\uE0A1";
        var divider = vocabulary.Tokens.Count;
        var divided = vocabulary with
        {
            Tokens = [.. vocabulary.Tokens, Divider],
            TokenTypes = [.. vocabulary.TokenTypes!, TokenType.UserDefined],
            Scores = vocabulary.Scores is { } scores ? [.. scores, 0f] : null,
        };
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, GgufFile.OfVocabulary(divided), cancellationToken);
            var answer = await ExternalTool.RunAsync(
                Find("llama-tokenize")!,
                ["--model", file, "--stdin", "--ids", "--no-parse-special", "--no-escape", "--log-disable", "--offline"],
                string.Concat(texts.Select(t => t + Divider)),
                cancellationToken);
            return Divide(answer, divider);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // "[1, 2, 3]"
    private static List<int[]> Divide(string answer, int divider)
    {
        var all = new List<int[]>();
        var one = new List<int>();
        foreach (var id in answer.Trim().Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            if (id != divider)
            {
                one.Add(id);
                continue;
            }

            all.Add([.. one]);
            one.Clear();
        }

        return one.Count == 0 ? all : throw new InvalidOperationException("text after the last divider");
    }
}
