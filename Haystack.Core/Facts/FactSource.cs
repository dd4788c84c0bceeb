namespace Haystack.Facts;

/// <summary>Makes the chains of documents in one language from pools that the corpus has been taken out of.</summary>
internal sealed class FactSource(FactLibrary library, string language, ClearedPools pools) : IFactSource
{
    private readonly FactLibrary _library = library;
    private readonly string _language = language;
    private readonly ClearedPools _pools = pools;

    public IReadOnlyList<FactChain> Create(ChainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var family = _library.Find(request.Language, request.Family);
        if (request.Language != _language)
            throw new HaystackException($"facts in language '{request.Language}' do not fit a corpus in language '{_language}'");
        if (request.Hops < 2 || request.Hops > family.Hops.Count)
            throw new HaystackException($"family '{family.Name}' has chains of 2{(family.Hops.Count > 2 ? $" to {family.Hops.Count}" : "")} hops, not {request.Hops}");

        var draft = new ChainDrafter(family, _pools, request).Draft();
        var writer = new ChainWriter(family, request, draft);
        return [.. draft.Select(writer.Write)];
    }
}
