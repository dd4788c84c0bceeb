using System.Globalization;

namespace Haystack.Inference.Listing;

/// <summary>Lists a server's models with all that a sweep would know of them.</summary>
internal static class ModelListing
{
    /// <summary>An entry for each chat model of <paramref name="server"/>; one that cannot be swept says why.</summary>
    /// <exception cref="HaystackException">The server cannot be reached.</exception>
    public static async Task<IReadOnlyList<ModelEntry>> OfAsync(IModelServer server, CancellationToken cancellationToken)
    {
        var entries = new List<ModelEntry>();
        foreach (var name in await server.ListAsync(cancellationToken).ConfigureAwait(false))
            entries.Add(await EntryAsync(server, name, cancellationToken).ConfigureAwait(false));
        return entries;
    }

    private static async Task<ModelEntry> EntryAsync(IModelServer server, string name, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await server.ConnectAsync(ModelSpec.ParseListed(name), cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var description = connection.Description;
                return new ModelEntry
                {
                    Name = description.Name,
                    MaxContextTokens = description.MaxContextTokens,
                    TokenizerSource = description.Tokenizer.Source,
                    TokenizerGrade = description.TokenizerGrade,
                    TokenizerNote = description.TokenizerNote,
                    ParameterSize = description.ParameterSize,
                    Quantization = description.Quantization,
                    SizeBytes = Number(description, "size_on_disk"),
                    CacheBytesPerToken = Number(description, "kv_bytes_per_token"),
                    Think = description.Properties.GetValueOrDefault("think"),
                    Sampling = description.Properties.GetValueOrDefault("sampling"),
                };
            }
        }
        catch (HaystackException e)
        {
            return new ModelEntry { Name = name, Fault = e.Message };
        }
    }

    private static long? Number(ModelDescription description, string property) =>
        description.Properties.TryGetValue(property, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
