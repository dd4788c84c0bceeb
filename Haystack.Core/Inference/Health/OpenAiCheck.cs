using Haystack.Inference.Listing;
using Haystack.Inference.OpenAi;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Health;

/// <summary>Looks at an OpenAI-compatible server: whether it is there, takes the key, and how long a prompt its models take.</summary>
internal static class OpenAiCheck
{
    /// <summary>What there is to say of the server that <paramref name="options"/> name, for a sweep up to <paramref name="contextTokens"/>.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> RunAsync(ModelServerOptions options, int contextTokens, CancellationToken cancellationToken)
    {
        try
        {
            using var server = new OpenAiServer(options);
            var models = await ModelListing.OfAsync(server, cancellationToken).ConfigureAwait(false);
            return
            [
                new(models.Count == 0 ? FindingLevel.Warning : FindingLevel.Good, "server", $"it answers and has {models.Count} models", models.Count == 0 ? "load a model there" : null),
                .. models.Select(m => OfModel(m, contextTokens)),
            ];
        }
        catch (HaystackException e)
        {
            return [new(FindingLevel.Bad, "server", e.Message, "--base-url names another server, --api-key-env the variable with its key")];
        }
    }

    private static CheckFinding OfModel(ModelEntry model, int contextTokens)
    {
        if (model.Fault is { } fault)
            return new(FindingLevel.Warning, model.Name, fault);
        if (model.MaxContextTokens is not { } most)
            return new(FindingLevel.Warning, model.Name, "its server does not say how long a prompt may be: a sweep tries its longest one first", $"{model.Name}?num_ctx=SIZE says it");
        if (most < contextTokens)
            return new(FindingLevel.Warning, model.Name, $"takes {TokenSize.Format(most)}, less than the {TokenSize.Format(contextTokens)} that are planned", $"a sweep ends at {TokenSize.Format(most)} by itself (--max-ctx {TokenSize.Format(most)})");
        return new(FindingLevel.Good, model.Name, $"takes {TokenSize.Format(most)}{(model.TokenizerNote is { } note ? $"; token counts are approximate ({OneLine.Of(note)})" : "")}");
    }
}
