using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;

namespace Haystack.Cli.Settings;

/// <summary>Servers that are named and that no model is asked at: what was typed is refused, before another server is asked in its place, and what the settings hold is told.</summary>
internal static class UnusedServers
{
    private static readonly (string Option, ModelProvider Provider)[] Options = [("--endpoint", OllamaServer.Provider), ("--base-url", OpenAiServer.Provider), ("--api-key-env", OpenAiServer.Provider)];

    /// <summary>Looks at a command's server options.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="options">What is in force, with the models that are named.</param>
    /// <exception cref="HaystackException">A server was typed that no model is asked at, or a name is none.</exception>
    public static void Require(ParseResult parsed, SweepOptions options)
    {
        foreach (var (option, value, fault) in Of(options))
        {
            var line = $"{option} {value}: {fault}";
            if (parsed.CommandResult.Command.Options.Any(o => o.Name == option && parsed.GetResult(o) is { Implicit: false }))
                throw new HaystackException(line);
            Console.Error.WriteLine(TerminalText.CleanLine($"warning: not used, though the settings name it: {line}"));
        }
    }

    private static IEnumerable<(string Option, string Value, string Fault)> Of(SweepOptions options)
    {
        var specs = options.Models.Select(ModelSpec.Parse).ToArray();
        foreach (var (option, provider) in Options)
        {
            var value = option switch { "--endpoint" => options.Endpoint, "--base-url" => options.BaseUrl, _ => options.ApiKeyVariable };
            if (value is null)
                continue;
            if (specs.Length == 0)
            {
                // Without a model, those of one server are taken.
                if (provider.Place == ServerSetting.Endpoint && options.BaseUrl is not null)
                    yield return (option, value, "without --model the models of --base-url are taken; --model NAME asks one of this server too");
                else if (provider.Place == ServerSetting.BaseUrl && options.BaseUrl is null)
                    yield return (option, value, "without --model the models of an Ollama are taken, which has no key; --base-url names a server that has one");
            }
            else if (!specs.Any(s => IsAskedThere(s, provider, isKey: option == "--api-key-env")))
            {
                yield return (option, value, Where(options.Models[0], specs[0], provider));
            }
        }
    }

    private static bool IsAskedThere(ModelSpec spec, ModelProvider provider, bool isKey) =>
        ModelProviders.Find(spec.Provider) is { } own && own.Place == provider.Place && (own.TakesKey || !isKey) && (ModelPlace.Of(spec) is not { } place || (place.BaseUrl is null && !(isKey && place.KeyVariable is not null)));

    /// <summary>Where the first model is asked instead, and how it is spelt that it is asked there.</summary>
    private static string Where(string model, ModelSpec spec, ModelProvider provider)
    {
        var isElsewhere = ModelPlace.Of(spec) is { } place && (place.BaseUrl is not null || place.KeyVariable is not null);
        var own = ModelProviders.Find(spec.Provider)?.Place;
        var instead = own switch
        {
            _ when isElsewhere => "says in its name where it is",
            ServerSetting.Endpoint => ModelProviders.Before(model) is not null ? "is an Ollama's" : "is an Ollama's, as a name without a provider is",
            ServerSetting.BaseUrl => "is an OpenAI-compatible server's",
            _ => "runs in this process",
        };
        var name = isElsewhere || own is null or ServerSetting.None ? "NAME" : spec.Name;
        return $"no model that is named is asked there: '{model}' {instead}; --model {provider.Name}/{name} is that server's";
    }
}
