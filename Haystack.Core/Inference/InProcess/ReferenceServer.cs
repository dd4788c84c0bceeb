using Haystack.Inference.Calling;
using Haystack.Reference;
using Haystack.Tokenization;

namespace Haystack.Inference.InProcess;

/// <summary>
/// The readers of this process, and <c>builtin/reference</c> beside them: the sharp reference model, run by the engine where that is
/// installed, else computed here.
/// </summary>
internal sealed class ReferenceServer(IModelServer readers, ModelServerOptions options, bool usesEngine) : IModelServer, IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "reference";

    private const string ContextOption = "ctx", EngineOption = "engine";

    private const long MostBytes = 1 << 28;

    private readonly Lazy<ReferenceModel> _model = new(() => ReferenceModel.Compose(new ReferenceOptions()));
    private IModelServer? _engine;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. await readers.ListAsync(cancellationToken).ConfigureAwait(false), $"{BuiltinServer.Builtin.Name}/{Name}"];

    public Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken) =>
        spec.Name != Name ? readers.ConnectAsync(spec, cancellationToken) : AsksEngine(spec) ? ByEngineAsync(spec, cancellationToken) : Task.FromResult<IModelConnection>(Computed(spec));

    public void Dispose() => (_engine as IDisposable)?.Dispose();

    private bool AsksEngine(ModelSpec spec) => spec.Options.GetValueOrDefault(EngineOption) switch
    {
        null => usesEngine,
        "on" => true,
        "off" => false,
        var other => throw new HaystackException($"model '{spec}': {EngineOption}={other} is neither on nor off"),
    };

    private BuiltinConnection Computed(ModelSpec spec)
    {
        var given = new SpecOptions(spec);
        var context = given.Whole(ContextOption, 16, 100_000_000);
        given.Text(EngineOption);
        given.RefuseOthers();
        var model = _model.Value;
        var description = new ModelDescription
        {
            Name = spec.ToString(),
            Provider = BuiltinServer.Builtin.Name,
            Architecture = "llama",
            MaxContextTokens = Math.Min(context ?? int.MaxValue, model.Options.ContextTokens),
            Server = "haystack (in process, computed in plain code)",
            Tokenizer = options.TokenizerOverride ?? model.Tokenizer,
            TokenizerGrade = TokenizerGrade.Exact,
        };
        var reader = new ReferenceReader(model);
        return new BuiltinConnection(description, reader, new ChatClientCaller(reader, description.Tokenizer, options.Time, options.Limits));
    }

    private static ReadOnlySpan<byte> Bytes(ReferenceModel model)
    {
        var bytes = new MemoryStream();
        model.WriteGguf(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }

    // The engine takes files only.
    private async Task<IModelConnection> ByEngineAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        if (HaystackCache.DirectoryFrom(options.ReadVariable) is not { } folder)
            return Computed(spec);
        var model = _model.Value;
        var path = Path.Combine(folder, $"{model.Options.Name}-{model.Tokenizer.Fingerprint[..12]}.gguf");
        try
        {
            // A run under way reads the file that is there: it is written only where it is another.
            if (FileKinds.Of(path) != FileKind.Regular || !InputFile.ReadAllBytes(path, MostBytes).AsSpan().SequenceEqual(Bytes(model)))
                OutputFile.Write(path, model.WriteGguf);
        }
        // A full or read-only disk: what the engine would read is computed here.
        catch (HaystackException)
        {
            return Computed(spec);
        }

        _engine ??= EngineLibrary.Load(options);
        var others = spec.Options.Where(o => o.Key != EngineOption).ToDictionary();
        var connection = await _engine.ConnectAsync(spec with { Provider = EngineLibrary.Provider.Name, Name = path, Options = others }, cancellationToken).ConfigureAwait(false);
        return new RenamedConnection(connection, spec.ToString());
    }
}
