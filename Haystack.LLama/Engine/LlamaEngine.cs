using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LLama.Exceptions;
using LLama.Native;

namespace Haystack.LLama.Engine;

/// <summary>One loaded file and its one sequence of tokens. Not thread-safe.</summary>
internal sealed unsafe class LlamaEngine : IDisposable
{
    private readonly SafeLlamaModelHandle _model;
    private readonly GgufSettings _settings;
    private readonly string _path;
    private readonly LLamaBatch _batch = new();
    private readonly List<LLamaToken> _kept = [];
    private GCHandle _self;
    private SafeLLamaContextHandle? _context;
    private CancellationToken _stop;

    private LlamaEngine(SafeLlamaModelHandle model, string path, GgufSettings settings)
    {
        (_model, _path, _settings) = (model, path, settings);
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
    }

    /// <summary>The vocabulary.</summary>
    public SafeLlamaModelHandle.Vocabulary Vocabulary => _model.Vocab;

    /// <summary>Tokens of the context; 0 before there is one.</summary>
    public int ContextTokens => (int)(_context?.ContextSize ?? 0);

    /// <summary>How many tokens stand in it.</summary>
    public int Position => _kept.Count;

    /// <summary>Loads a file.</summary>
    /// <exception cref="HaystackException">llama.cpp does not load, or does not take the file.</exception>
    public static LlamaEngine Load(string path, GgufSettings settings)
    {
        NativeFiles.Require();
        EngineLog.Begin();
        try
        {
            var parameters = LLamaModelParams.Default();
            parameters.check_tensors = true;
            return new LlamaEngine(SafeLlamaModelHandle.LoadFromFile(path, parameters), path, settings);
        }
        catch (LoadWeightsFailedException)
        {
            throw new EngineException($"'{path}' is not taken by llama.cpp: {EngineLog.Complaint() ?? "it does not say why"}");
        }
    }

    /// <summary>Makes sure that the context has as many tokens.</summary>
    /// <exception cref="EngineException">It cannot be made.</exception>
    public void Open(int contextTokens)
    {
        if (ContextTokens >= contextTokens)
            return;
        _context?.Dispose();
        _context = null;
        _kept.Clear();
        var parameters = LLamaContextParams.Default();
        (parameters.n_ctx, parameters.n_batch, parameters.n_ubatch, parameters.n_seq_max) = ((uint)contextTokens, (uint)_settings.Batch, (uint)_settings.Batch, 1);
        (parameters.n_threads, parameters.n_threads_batch) = (_settings.Threads, _settings.Threads);
        (parameters.type_k, parameters.type_v) = (_settings.Cache.Type, _settings.Cache.Type);
        parameters.llama_flash_attn_type = _settings switch
        {
            { Flash: true } or { Cache.IsCoarse: true } => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_ENABLED,
            { Flash: false } => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_DISABLED,
            _ => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_AUTO,
        };
        // A window's cache that forgets what is behind it could not be wound back to the end of a document.
        parameters.swa_full = true;
        parameters.abort_callback = (nint)(delegate* unmanaged[Cdecl]<void*, byte>)&IsToStop;
        parameters.abort_callback_user_data = GCHandle.ToIntPtr(_self);
        EngineLog.Begin();
        try
        {
            _context = SafeLLamaContextHandle.Create(_model, parameters);
        }
        catch (RuntimeError)
        {
            throw new EngineException($"'{_path}': llama.cpp makes no context of {TokenSize.Format(contextTokens)} tokens: {EngineLog.Complaint() ?? "it does not say why (too little memory?)"}");
        }
    }

    /// <summary>The tokens of a text: as it stands in a prompt that a template made, or plain.</summary>
    public LLamaToken[] Tokenize(string text, bool isPrompt) => _model.Tokenize(text, addBos: isPrompt, special: isPrompt, Encoding.UTF8);

    /// <summary>The text that stands for a token, control tokens included.</summary>
    public string? TextOf(LLamaToken? token) => token is { } known ? Vocabulary.LLamaTokenToString(known, true) : null;

    /// <summary>The bytes of a token's text.</summary>
    public byte[] BytesOf(LLamaToken token)
    {
        Span<byte> room = stackalloc byte[256];
        var length = (int)_model.TokenToSpan(token, room, 0, true);
        if (length <= room.Length)
            return room[..length].ToArray();
        var bytes = new byte[length];
        _model.TokenToSpan(token, bytes, 0, true);
        return bytes;
    }

    /// <summary>Reads a prompt: what it has in common with what stands in the context is not read again.</summary>
    /// <param name="prompt">Its tokens, fewer than the context has.</param>
    /// <param name="isFresh">Whether nothing is to be used again.</param>
    /// <param name="cancellationToken">Stops in the middle.</param>
    /// <returns>How many tokens were not read again.</returns>
    public int Read(LLamaToken[] prompt, bool isFresh, CancellationToken cancellationToken)
    {
        var common = isFresh ? 0 : Math.Min(CommonPrefix(prompt), prompt.Length - 1);
        common = WindBack(common);
        for (var at = common; at < prompt.Length; at += _settings.Batch)
            Decode(prompt.AsSpan(at, Math.Min(_settings.Batch, prompt.Length - at)), cancellationToken);
        return common;
    }

    /// <summary>Reads one more token.</summary>
    public void Add(LLamaToken token, CancellationToken cancellationToken) => Decode([token], cancellationToken);

    /// <summary>Draws the next token.</summary>
    public LLamaToken Draw(SafeLLamaSamplerChainHandle sampler) => sampler.Sample(_context!, -1);

    /// <summary>How likely each token is to come next, before any choice: what a reference is compared with.</summary>
    public float[] Logits() => _context!.GetLogitsIth(-1).ToArray();

    public void Dispose()
    {
        _context?.Dispose();
        _model.Dispose();
        if (_self.IsAllocated)
            _self.Free();
    }

    private int CommonPrefix(LLamaToken[] prompt)
    {
        var most = Math.Min(prompt.Length, _kept.Count);
        for (var i = 0; i < most; i++)
        {
            if ((int)prompt[i] != (int)_kept[i])
                return i;
        }

        return most;
    }

    // A state that cannot be wound back (recurrent models) is begun anew.
    private int WindBack(int tokens)
    {
        if (tokens > 0 && tokens < _kept.Count)
            _context!.MemorySequenceRemove((LLamaSeqId)0, tokens, -1);
        if (tokens == 0 || (int)_context!.MemorySequenceMaxPosition((LLamaSeqId)0) != tokens - 1)
        {
            _context!.MemoryClear(true);
            tokens = 0;
        }

        _kept.RemoveRange(tokens, _kept.Count - tokens);
        return tokens;
    }

    private void Decode(ReadOnlySpan<LLamaToken> tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _batch.Clear();
        for (var i = 0; i < tokens.Length; i++)
            _batch.Add(tokens[i], _kept.Count + i, (LLamaSeqId)0, i == tokens.Length - 1);
        _stop = cancellationToken;
        var result = _context!.Decode(_batch);
        _stop = default;
        if (result == DecodeResult.Ok)
        {
            _kept.AddRange(tokens);
            return;
        }

        // What of the batch was read is not known: none of it is.
        _context.MemorySequenceRemove((LLamaSeqId)0, _kept.Count, -1);
        WindBack(_kept.Count);
        cancellationToken.ThrowIfCancellationRequested();
        throw new EngineException($"llama.cpp could not read on after {_kept.Count} tokens ({result}{(EngineLog.Complaint() is { } complaint ? $": {complaint}" : "")})");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsToStop(void* self) =>
        GCHandle.FromIntPtr((nint)self).Target is LlamaEngine { _stop.IsCancellationRequested: true } ? (byte)1 : (byte)0;
}
