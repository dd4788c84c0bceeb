using Haystack.Inference.OpenAi;

namespace Haystack.Cli.Rendering;

/// <summary>Says, before anything is sent, which server gets which key and text from where.</summary>
internal static class SentNotice
{
    /// <summary>One line where a model stands behind a server that may be given a key; a second where others could read that on the way.</summary>
    public static async Task WriteAsync(SweepOptions options)
    {
        if (!options.Models.Any(m => m.StartsWith("openai/", StringComparison.Ordinal)))
            return;
        var (address, variable, readable) = OpenAiAccess.Given(options.BaseUrl, options.ApiKeyVariable);
        var key = variable is null ? "no key" : $"the key in {variable}";
        await Console.Error.WriteLineAsync(TerminalText.CleanLine($"{address} gets {key} and text of {options.Corpus}")).ConfigureAwait(false);
        if (readable)
            await Console.Error.WriteLineAsync("warning: the key and the text travel over http, readable by everybody on the way").ConfigureAwait(false);
    }
}
