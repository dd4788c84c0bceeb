using System.Globalization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Builtin;

/// <summary>The readers that are part of the product, by name.</summary>
internal static class BuiltinReaders
{
    private const string Known =
        "builtin/oracle, builtin/reference, builtin/window-N, builtin/bm25-K, builtin/guess, simulated/half-H, simulated/flat-P (N, H: tokens, such as 8192 or 8k; K: passages; P: 0 to 1)";

    /// <summary>The names that a listing shows: one example of each kind.</summary>
    public static IReadOnlyList<string> Examples { get; } =
        ["builtin/oracle", "builtin/window-8k", "builtin/bm25-4", "builtin/guess", "simulated/half-4k", "simulated/flat-0.7"];

    /// <summary>The examples of one provider, without its name: what a server lists.</summary>
    public static IReadOnlyList<string> ExamplesOf(string provider) =>
        [.. Examples.Where(e => e.StartsWith($"{provider}/", StringComparison.Ordinal)).Select(e => e[(provider.Length + 1)..])];

    /// <summary>The reader called <paramref name="name"/>, which counts in <paramref name="tokenizer"/>'s tokens.</summary>
    /// <param name="provider"><c>builtin</c> or <c>simulated</c>.</param>
    /// <param name="name">Such as <c>oracle</c> or <c>window-8k</c>.</param>
    /// <param name="tokenizer">Whose tokens it counts.</param>
    /// <param name="seed">Where the randomness of those that have any comes from, together with the prompt.</param>
    /// <exception cref="HaystackException">There is no such reader; one line lists what there is.</exception>
    public static IChatClient Create(string provider, string name, ModelTokenizer tokenizer, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        var (kind, argument) = dash < 0 ? (name, "") : (name[..dash], name[(dash + 1)..]);
        return (provider, kind) switch
        {
            ("builtin", "oracle") when dash < 0 => new OracleReader(tokenizer),
            ("builtin", "guess") when dash < 0 => new GuessReader(tokenizer, seed),
            ("builtin", "window") when Size(argument) is { } tokens => new WindowReader(name, tokens, tokenizer),
            ("builtin", "bm25") when Size(argument) is { } passages => new Bm25Reader(name, passages, tokenizer),
            ("simulated", "half") when Size(argument) is { } half =>
                new ForgetfulReader(name, distance => Forgetting.Recall(distance, half), tokenizer, seed),
            ("simulated", "flat") when Share(argument) is { } share => new ForgetfulReader(name, _ => share, tokenizer, seed),
            _ => throw new MistypedModelException($"there is no reader '{provider}/{name}'; there are {Known}"),
        };
    }

    /// <summary>A positive size such as <c>512</c> or <c>8k</c> (k = 1024, m = 1024²); null where the text is none.</summary>
    private static int? Size(string text)
    {
        var unit = text.EndsWith('k') ? 1024 : text.EndsWith('m') ? 1024 * 1024 : 1;
        var digits = unit == 1 ? text : text[..^1];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= int.MaxValue / unit ? number * unit : null;
    }

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null;
}
