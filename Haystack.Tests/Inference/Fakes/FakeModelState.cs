using System.Text.Json.Nodes;
using Haystack.Inference.InProcess;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>A model on a fake server, with its cache and the context it is loaded with.</summary>
internal sealed class FakeModelState(FakeModel model)
{
    private readonly Lock _gate = new();
    private PrefixCounter _cache = new(model.Tokenizer, slots: 1);

    public FakeModel Model => model;

    public int? LoadedCtx { get; private set; }

    public int Loads { get; private set; }

    public long Sent { get; private set; }

    public long Cached { get; private set; }

    /// <summary>Loads with a context size: another one than before empties the cache.</summary>
    public bool Load(int numCtx)
    {
        lock (_gate)
        {
            if (LoadedCtx == numCtx)
                return false;
            LoadedCtx = numCtx;
            Loads++;
            _cache = new PrefixCounter(model.Tokenizer, slots: 1);
            return true;
        }
    }

    /// <summary>Tokens of the prompt after the template, and how many of them the cache holds.</summary>
    public (int Tokens, int Cached) Count(string prompt)
    {
        lock (_gate)
        {
            var (tokens, cached) = _cache.Count(model.RolePrefix + prompt);
            Sent += tokens + model.ControlTokens;
            Cached += cached;
            return (tokens + model.ControlTokens, cached);
        }
    }

    public JsonObject Tag() => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["digest"] = model.Digest,
        ["size"] = model.Size,
        ["remote_host"] = model.RemoteHost,
        ["details"] = Details(),
    };

    public JsonObject Running() => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["digest"] = model.Digest,
        ["size"] = model.Size + 1_000_000_000,
        ["size_vram"] = model.Size,
        ["context_length"] = LoadedCtx,
    };

    public Dictionary<string, object?> Show(bool verbose) => new()
    {
        ["details"] = Details(),
        ["model_info"] = model.Info(verbose),
        ["template"] = model.Template,
        ["capabilities"] = model.Capabilities,
    };

    private JsonObject Details() => new()
    {
        ["format"] = "gguf",
        ["family"] = model.Family,
        ["parameter_size"] = model.ParameterSize,
        ["quantization_level"] = model.Quantization,
    };
}
