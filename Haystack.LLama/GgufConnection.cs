using System.Globalization;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.LLama.Engine;
using Microsoft.Extensions.AI;

namespace Haystack.LLama;

/// <summary>One GGUF file, loaded at its first question. Questions wait for each other: there is one sequence of tokens, which keeps the document.</summary>
internal sealed class GgufConnection(
    ModelDescription description, string path, GgufSettings settings, ChatTemplate template, MemoryNeed need, ModelServerOptions options) : IModelConnection
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly (long Length, DateTime Written) _file = Stamp(path);
    private LlamaEngine? _engine;
    private TimeSpan? _loaded;

    public ModelDescription Description { get; } = description;

    public bool ReusesNothingWhenTold => true;

    public int? Slots => 1;

    public async Task<ModelResponse> AskAsync(IReadOnlyList<ChatMessage> messages, AskOptions ask, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var engine = await Task.Run(() => Opened(Math.Min(settings.ContextTokens ?? ask.NumCtx, Description.MaxContextTokens ?? int.MaxValue)), cancellationToken).ConfigureAwait(false);
            var prompt = engine.Tokenize(Prompt(engine, messages), isPrompt: true);
            if (prompt.Length == 0 || prompt.Length >= engine.ContextTokens)
            {
                return Faulty(StopCause.PromptRefused, ask, string.Create(CultureInfo.InvariantCulture, $"the prompt has {prompt.Length} tokens, and the context {engine.ContextTokens}")) with { PromptTokens = prompt.Length };
            }

            using var turn = new GgufTurn(engine, settings, prompt, ask, Description.Name, options.Time);
            var caller = new ChatClientCaller(turn, Description.Tokenizer, options.Time, options.Limits);
            var result = await caller.CallAsync(messages, new ChatOptions { MaxOutputTokens = ask.MaxOutputTokens }, ask, cancellationToken).ConfigureAwait(false);
            var response = result.Response with
            {
                IsToThink = settings.Thinks,
                IsToFitSchema = settings.ForcesAnswer,
                PromptTokens = prompt.Length,
                CachedPromptTokens = turn.Cached,
                OutputTokens = turn.Drawn,
                PrefillTime = turn.PrefillTime,
                DecodeTime = turn.DecodeTime,
                LoadTime = _loaded,
            };
            _loaded = null;
            return response;
        }
        catch (HaystackException e)
        {
            return Faulty(StopCause.Fault, ask, e.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<int?> CountAsync(string text, CancellationToken cancellationToken) =>
        await WithEngineAsync(engine => engine.Tokenize(text, isPrompt: false).Length, cancellationToken).ConfigureAwait(false);

    public async Task<int?> CountPromptAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
        await WithEngineAsync(engine => engine.Tokenize(Prompt(engine, messages), isPrompt: true).Length, cancellationToken).ConfigureAwait(false);

    public async Task<ModelLoad?> GetLoadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _engine is { ContextTokens: > 0 and var tokens } ? new ModelLoad(null, need.Bytes(tokens), tokens) : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public Task CheckUnchangedAsync(CancellationToken cancellationToken) => Stamp(path) == _file
        ? Task.CompletedTask
        : throw new ModelChangedException($"'{path}' was replaced or written to during the sweep: it is another model now, so nothing more is asked of it");

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync().ConfigureAwait(false);
        _engine?.Dispose();
        _one.Dispose();
    }

    private async Task<T> WithEngineAsync<T>(Func<LlamaEngine, T> use, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => use(Loaded()), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private LlamaEngine Loaded()
    {
        if (_engine is null)
        {
            need.RequireFits(path, 0);
            var begun = options.Time.GetTimestamp();
            _engine = LlamaEngine.Load(path, settings);
            _loaded = options.Time.GetElapsedTime(begun);
        }

        return _engine;
    }

    private LlamaEngine Opened(int contextTokens)
    {
        if (_engine is null)
            need.RequireFits(path, contextTokens);
        var engine = Loaded();
        engine.Open(contextTokens);
        return engine;
    }

    // A template may write the mark that the vocabulary puts in front by itself.
    private string Prompt(LlamaEngine engine, IReadOnlyList<ChatMessage> messages)
    {
        var (begin, end) = (engine.TextOf(engine.Vocabulary.BOS), engine.TextOf(engine.Vocabulary.EOS));
        var text = template.Render(messages, settings.Think, begin ?? "", end ?? "");
        return engine.Vocabulary.ShouldAddBOS && begin is { Length: > 0 } && text.StartsWith(begin, StringComparison.Ordinal) ? text[begin.Length..] : text;
    }

    private static ModelResponse Faulty(StopCause stop, AskOptions ask, string fault) => new() { Content = "", Stop = stop, Fault = fault, MaxOutputTokens = ask.MaxOutputTokens };

    private static (long Length, DateTime Written) Stamp(string path) => new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : default;
}
