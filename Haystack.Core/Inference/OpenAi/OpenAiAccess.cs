using System.Text.RegularExpressions;

namespace Haystack.Inference.OpenAi;

/// <summary>Where a server is and what opens it. The key is read when asked for and stands in no record.</summary>
internal sealed partial class OpenAiAccess
{
    /// <summary>A shorter key could be a word of an answer ("none", "EMPTY"), and is no secret.</summary>
    private const int LeastSecret = 16;

    private const string OpenAiUrl = "https://api.openai.com/v1";

    private readonly Func<string, string?> _readVariable;
    private KeyPattern? _pattern;

    /// <exception cref="HaystackException">The base URL is none, or the variable that should hold the key is empty.</exception>
    public OpenAiAccess(ModelServerOptions options)
    {
        _readVariable = options.ReadVariable;
        BaseUrl = Parse(options.BaseUrl ?? OpenAiUrl);
        // A key is only sent where it belongs: OpenAI's to OpenAI, DeepSeek's to DeepSeek, any other by name alone.
        KeyVariable = VariableFor(BaseUrl, options.ApiKeyVariable);
        if (KeyVariable is not null && options.ApiKeyVariable is null && BaseUrl.Scheme != Uri.UriSchemeHttps)
            throw new HaystackException($"the key in {KeyVariable} goes to {BaseUrl.Host} over https only, and --base-url says http");
        if (KeyVariable is not null && string.IsNullOrWhiteSpace(Key))
            throw new HaystackException($"the environment variable {Shown(KeyVariable)}, which should hold the API key for {BaseUrl.Host}, is not set (--api-key-env names another)");
    }

    /// <summary>
    /// What a server that is named so will be given, for the user to see: its address, the variable whose value it gets, and
    /// whether that travels so that others can read it.
    /// </summary>
    /// <exception cref="HaystackException">The base URL is none.</exception>
    public static (string Address, string? Variable, bool IsReadableOnTheWay) Given(string? baseUrl, string? variable)
    {
        var uri = Parse(baseUrl ?? OpenAiUrl);
        var given = VariableFor(uri, variable);
        return (uri.GetLeftPart(UriPartial.Path).TrimEnd('/'), given is null ? null : UsualName().IsMatch(given) ? given : "the one that --api-key-env names", given is not null && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback);
    }

    /// <summary>With a slash at its end.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The name of the variable that holds the key; null for servers without one.</summary>
    public string? KeyVariable { get; }

    /// <summary>The key; null for servers without one.</summary>
    public string? Key => KeyVariable is null ? null : _readVariable(KeyVariable)?.Trim();

    /// <summary>The server's root: the base URL without <c>/v1</c>.</summary>
    public Uri Root => BaseUrl.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? new Uri(BaseUrl, "../") : BaseUrl;

    /// <summary><paramref name="text"/> without the key, should a server have repeated it.</summary>
    public string Redact(string text)
    {
        if (Key is not { Length: > 0 } key)
            return text;
        var pattern = _pattern;
        if (pattern is null || pattern.Key != key)
            _pattern = pattern = new KeyPattern(key);
        return pattern.StrikeOut(text);
    }

    /// <summary><see cref="Redact"/> for what a model said: a key so short that it could be an answer is left standing.</summary>
    public string RedactReply(string text) => Key is { Length: >= LeastSecret } ? Redact(text) : text;

    private static string? VariableFor(Uri baseUrl, string? named) => named ?? baseUrl.Host switch
    {
        "api.openai.com" => "OPENAI_API_KEY",
        "api.deepseek.com" => "DEEPSEEK_API_KEY",
        _ => null,
    };

    /// <summary>A name as it may be printed: whoever gives the key in place of the variable's name must not read it in a log.</summary>
    private static string Shown(string variable) => UsualName().IsMatch(variable) ? variable : "that --api-key-env names";

    [GeneratedRegex("^[A-Z_][A-Z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex UsualName();

    private static Uri Parse(string text)
    {
        var given = text.Trim();
        if (given.Contains('@', StringComparison.Ordinal) || !Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new HaystackException("--base-url is not of the form http(s)://host[:port]/v1, without user, password or query");
        return uri;
    }
}
