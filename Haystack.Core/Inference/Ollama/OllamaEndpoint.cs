using System.Globalization;

namespace Haystack.Inference.Ollama;

/// <summary>Reads the address of an Ollama in every form that <c>OLLAMA_HOST</c> may have.</summary>
internal static class OllamaEndpoint
{
    private const int DefaultPort = 11434;

    /// <summary>
    /// The address that <paramref name="text"/> names: a URL, <c>host:port</c>, <c>host</c> or <c>:port</c>. An address
    /// that means "every interface" to a server means this machine to a client. Null or blank: the local default.
    /// </summary>
    /// <exception cref="HaystackException">It is none of these.</exception>
    public static Uri Parse(string? text)
    {
        var given = text?.Trim().Trim('"', '\'').Trim() ?? "";
        if (given.Length == 0)
            return new Uri($"http://127.0.0.1:{DefaultPort}/");
        if (given.Contains('@', StringComparison.Ordinal))
            throw Unreadable(given);
        var scheme = given.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme >= 0 ? given[(scheme + 3)..] : given;
        // As Ollama does: a scheme brings its own port, a bare host has Ollama's.
        var (name, port) = scheme < 0 ? ("http", DefaultPort) : given[..scheme].ToLowerInvariant() switch
        {
            "http" => ("http", 80),
            "https" => ("https", 443),
            _ => throw Unreadable(given),
        };
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash >= 0 ? rest[slash..].TrimEnd('/') : "";
        var authority = slash >= 0 ? rest[..slash] : rest;
        var host = authority;
        // A colon after the last ']' or the only colon parts the port; more colons without brackets are a bare IPv6 address.
        var colon = authority.LastIndexOf(':');
        if (colon >= 0 && (authority.IndexOf(':', StringComparison.Ordinal) == colon || authority[..colon].EndsWith(']')))
        {
            if (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
                throw Unreadable(given);
            host = authority[..colon];
        }

        host = host is "" or "0.0.0.0" ? "127.0.0.1" : host is "[::]" or "::" ? "[::1]" : host;
        if (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('['))
            host = $"[{host}]";
        return Uri.TryCreate(string.Create(CultureInfo.InvariantCulture, $"{name}://{host}:{port}{path}/"), UriKind.Absolute, out var uri)
            && uri is { Query.Length: 0, Fragment.Length: 0 }
            ? uri
            : throw Unreadable(given);
    }

    private static HaystackException Unreadable(string text) =>
        new($"'{WithoutSecrets(text)}' is not the address of a server (--endpoint or OLLAMA_HOST: http://host:port, host:port or host, without user, password or query)");

    /// <summary>What stands before an @ or after a ? may be a password: it goes into no message.</summary>
    private static string WithoutSecrets(string text)
    {
        var at = text.LastIndexOf('@');
        var shown = at < 0 ? text : string.Concat("***", text.AsSpan(at));
        var query = shown.IndexOfAny(['?', '#']);
        return query < 0 ? shown : string.Concat(shown.AsSpan(0, query + 1), "***");
    }
}
