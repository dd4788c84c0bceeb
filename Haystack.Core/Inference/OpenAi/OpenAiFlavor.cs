namespace Haystack.Inference.OpenAi;

/// <summary>Whose idea of the protocol a server follows.</summary>
internal enum OpenAiFlavor
{
    /// <summary>OpenAI itself.</summary>
    OpenAi,

    /// <summary>DeepSeek's own servers.</summary>
    DeepSeek,

    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>llama.cpp's <c>llama-server</c>.</summary>
    LlamaServer,

    /// <summary>LM Studio.</summary>
    LmStudio,

    /// <summary>OpenRouter, a gateway to many.</summary>
    OpenRouter,

    /// <summary>Any other.</summary>
    Other,
}
