using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What servers say of a prompt that is too long, and what they say that sounds like it.</summary>
public sealed class PromptRefusalTests
{
    [Theory]
    [InlineData("llama.cpp", "the request exceeds the available context size. try increasing the context size or enable context shift", null)]
    [InlineData("llama.cpp, new", "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it", 9000L)]
    [InlineData("llama.cpp, a batch", "input is too large to process. increase the physical batch size", null)]
    [InlineData("Ollama", "the input length exceeds the context length", null)]
    [InlineData("OpenAI", "This model's maximum context length is 128000 tokens. However, your messages resulted in 130021 tokens. Please reduce the length of the messages.", 130021L)]
    [InlineData("OpenAI, Responses", "Your input exceeds the context window of this model. Please adjust your input and try again.", null)]
    [InlineData("OpenAI, old", "This model's maximum context length is 4097 tokens, however you requested 4360 tokens (4104 in your prompt; 256 for the completion). Please reduce your prompt; or completion length.", 4104L)]
    [InlineData("vLLM, old", "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4744 in the messages, 256 in the completion). Please reduce the length of the messages or completion.", 4744L)]
    [InlineData("vLLM, new", "This model's maximum context length is 8192 tokens. However, your request has 9000 input tokens. Please reduce the length of the input messages.", 9000L)]
    [InlineData("vLLM, newer", "You passed 9000 input tokens and requested 256 output tokens. However, the model's context length is only 8192 tokens, resulting in a maximum input length of 7936 tokens. Please reduce the length of the input prompt.", 9000L)]
    [InlineData("vLLM, decoder", "The decoder prompt (length 9000) is longer than the maximum model length of 8192. Make sure that `max_model_len` is no smaller than the number of text tokens.", 9000L)]
    [InlineData("TGI", "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 200 `max_new_tokens`", 4000L)]
    [InlineData("TGI, inputs", "Input validation error: `inputs` must have less than 1024 tokens. Given: 5026", 5026L)]
    [InlineData("SGLang", "The input (9000 tokens) is longer than the model's context length (8192 tokens).", 9000L)]
    [InlineData("SGLang, total", "Requested token count exceeds the model's maximum context length of 8192 tokens. You requested a total of 9256 tokens: 9000 tokens from the input messages and 256 tokens for the completion.", 9000L)]
    [InlineData("LMDeploy", "The input prompt exceeds the maximum session length 8192", null)]
    [InlineData("TensorRT-LLM", "Prompt length (9000) exceeds maximum input length (8192). Set log level to info and check TRTGptModel logs for how maximum input length is set", 9000L)]
    [InlineData("TensorRT-LLM, sum", "The sum of prompt length (9000), query length (0) and max_tokens (256) should not exceed max_seq_len (8192)", 9000L)]
    [InlineData("LM Studio", "Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input", 9000L)]
    [InlineData("Anthropic", "prompt is too long: 208310 tokens > 200000 maximum", 208310L)]
    [InlineData("Anthropic, with the reply", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again", 190000L)]
    [InlineData("Gemini", "The input token count (1048999) exceeds the maximum number of tokens allowed (1048576).", 1048999L)]
    [InlineData("Gemini, no count", "The input token count exceeds the maximum number of tokens allowed 1048576.", null)]
    [InlineData("xAI", "This model's maximum prompt length is 131072 but the request contains 537812 tokens.", 537812L)]
    [InlineData("Bedrock", "Input is too long for requested model.", null)]
    [InlineData("Bedrock, Titan", "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9000", 9000L)]
    [InlineData("Mistral", "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", 40000L)]
    [InlineData("Cohere", "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000. Try using a shorter prompt, or enabling prompt truncating.", 5000L)]
    [InlineData("Cohere, the excess", "too many tokens: size limit exceeded by 11326 tokens. Try using shorter or fewer inputs. The limit for this model is 128000 tokens.", null)]
    [InlineData("Groq", "Please reduce the length of the messages or completion.", null)]
    [InlineData("Groq, a minute's tokens", "Request too large for model `llama-3.3-70b` in organization `x` service tier `on_demand` on tokens per minute (TPM): Limit 12000, Requested 13245, please reduce your message size and try again.", 13245L)]
    [InlineData("DashScope", "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]", null)]
    [InlineData("Zhipu", "Prompt 超长", null)]
    [InlineData("Zhipu, English", "Prompt exceeds max length", null)]
    [InlineData("Moonshot", "Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)", 9000L)]
    [InlineData("Azure", "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300021 tokens. Please reduce the length of the messages.", 300021L)]
    [InlineData("GitHub", "prompt token count of 13000 exceeds the limit of 8192", 13000L)]
    [InlineData("GitHub Models", "Request body too large for gpt-4o model. Max size: 8000 tokens.", null)]
    [InlineData("OpenRouter", "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (139000 of text input, 1000 in the output). Please reduce the length of either one.", 139000L)]
    [InlineData("Together", "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000 `inputs` tokens and 512 `max_new_tokens`", 9000L)]
    [InlineData("Fireworks", "The prompt is too long: 9000, model maximum context length: 8191", 9000L)]
    [InlineData("DeepSeek", "This model's maximum context length is 65536 tokens. However, you requested 70000 tokens (69000 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.", 69000L)]
    [InlineData("thousands", "Prompt has 140,021 tokens, but the limit is 131,072.", 140021L)]
    [InlineData("of next year", "Sorry, your conversation is 9000 tokens and that does not fit the window of 8192.", 9000L)]
    [InlineData("of next year too", "Sequence of 9000 tokens is larger than what this deployment accepts (limit: 8192 tokens)", 9000L)]
    [InlineData("and another", "Total input (9000) surpasses the model's context length", 9000L)]
    public void Each_wording_is_understood_and_its_count_read(string server, string said, long? tokens)
    {
        PromptRefusal.Is(said).Should().BeTrue(server);
        PromptRefusal.Tokens(said).Should().Be(tokens, server);
        PromptRefusal.Is($"{{\"error\":{{\"message\":{System.Text.Json.JsonSerializer.Serialize(said)},\"type\":\"invalid_request_error\"}}}}").Should().BeTrue(server);
    }

    [Theory]
    [InlineData("max_tokens is too large: 5000. This model supports at most 4096 completion tokens, whereas you provided 5000.")]
    [InlineData("Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.")]
    [InlineData("You exceeded your current quota, please check your plan and billing details.")]
    [InlineData("Too many requests, please slow down")]
    [InlineData("invalid options: temperature")]
    [InlineData("temperature must be less than or equal to 2")]
    [InlineData("model requires more system memory (9 GiB) than is available")]
    [InlineData("CUDA error: out of memory")]
    [InlineData("Context size has been exceeded.")]
    [InlineData("The model is overloaded")]
    [InlineData("request timed out after 600 s")]
    [InlineData("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
    [InlineData("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 1 instead.")]
    [InlineData("unexpected EOF")]
    [InlineData("Your request asks for 5000 output tokens; this model gives at most 4096.")]
    [InlineData("Rate limit: 12000 tokens per minute, your request of 9000 tokens was refused")]
    [InlineData("the request was cancelled after 300 tokens")]
    [InlineData("The request took 1200 ms; the limit is 1000 ms")]
    [InlineData("the model does not support images in messages")]
    public void What_only_sounds_like_it_is_something_else(string said) => PromptRefusal.Is(said).Should().BeFalse();

    [Theory]
    [InlineData("application/json", 500, "{\"error\":{\"code\":500,\"message\":\"Context size has been exceeded.\",\"type\":\"server_error\"}}")]
    [InlineData("text/event-stream", 200, "data: {\"error\":{\"code\":500,\"message\":\"Context size has been exceeded.\",\"type\":\"server_error\"}}\n\n")]
    public async Task A_full_cache_of_many_slots_is_no_long_prompt(string type, int status, string body)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body, type, status));
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Contain("Context size has been exceeded.").And.Contain("--parallel 1");
        response.Attempts.Should().BeGreaterThan(1, "the others end, and then there is room");
    }
}
