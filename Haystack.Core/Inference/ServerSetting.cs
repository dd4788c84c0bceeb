namespace Haystack.Inference;

/// <summary>Which of a sweep's options says where a provider's server is.</summary>
internal enum ServerSetting
{
    /// <summary>None: its models run in this process, or are brought by the program.</summary>
    None,

    /// <summary><see cref="SweepOptions.Endpoint"/>, in any form that <c>OLLAMA_HOST</c> takes.</summary>
    Endpoint,

    /// <summary><see cref="SweepOptions.BaseUrl"/>.</summary>
    BaseUrl,
}
