using Haystack.Inference;
using Haystack.Inference.InProcess;
using Haystack.LLama.Engine;
using Haystack.Tokenization;

namespace Haystack.LLama;

/// <summary>GGUF files, run in this process by llama.cpp: <c>gguf/PATH</c>.</summary>
internal sealed class GgufServer(ModelServerOptions options) : IModelServer
{
    /// <summary>Files are named, not listed.</summary>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        var path = FullPath(spec.Name);
        var file = GgufModelFile.Read(path);
        var template = ChatTemplate.Of(spec, file, options.Time);
        var settings = GgufSettings.Read(spec, file, template);
        var need = new MemoryNeed(file, settings);
        need.RequireFits(path, 0);
        var digest = await GgufModelFile.HashAsync(path, cancellationToken).ConfigureAwait(false);
        var tokenizer = ChooseTokenizer(path);
        return new GgufConnection(Describe(spec, file, settings, template, need, tokenizer, digest), path, settings, template, need, options);
    }

    private TokenizerChoice ChooseTokenizer(string path)
    {
        if (options.TokenizerOverride is { } given)
            return new(given, TokenizerGrade.Exact);
        try
        {
            return new(TokenizerSpec.Load($"gguf:{path}"), TokenizerGrade.Exact);
        }
        // Sound, as was seen, but of a kind that only the engine reads.
        catch (TokenizerUnsupportedException e)
        {
            return new(options.DefaultTokenizer(), TokenizerGrade.Calibrated, e.Message);
        }
    }

    private static ModelDescription Describe(ModelSpec spec, GgufModelFile file, GgufSettings settings, ChatTemplate template, MemoryNeed need, TokenizerChoice tokenizer, string digest) => new()
    {
        Name = spec.ToString(),
        Provider = EngineLibrary.Provider.Name,
        Digest = digest,
        Quantization = file.Quantization,
        ParameterSize = file.ParameterSize,
        Architecture = file.Architecture,
        MaxContextTokens = settings.ContextTokens is { } asked ? Math.Min(asked, file.ContextTokens ?? asked) : file.ContextTokens,
        Server = $"llama.cpp in this process (LLamaSharp {NativeFiles.Version})",
        SetsNumCtx = true,
        Thinks = settings.Thinks,
        Tokenizer = tokenizer.Tokenizer,
        TokenizerGrade = tokenizer.Grade,
        TokenizerNote = tokenizer.Note,
        Properties = settings.Properties(file, template, need),
    };

    private static string FullPath(string name) => Path.GetFullPath(
        name.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name[2..]) : name);
}
