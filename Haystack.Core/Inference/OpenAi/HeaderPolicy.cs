using System.ClientModel.Primitives;

namespace Haystack.Inference.OpenAi;

/// <summary>Sends the headers that a model's name asks for; their values stand in environment variables and nowhere else.</summary>
internal sealed class HeaderPolicy(IReadOnlyDictionary<string, string> headers, Func<string, string?> readVariable) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Set(message);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Set(message);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private void Set(PipelineMessage message)
    {
        foreach (var (name, variable) in headers)
            message.Request.Headers.Set(name, readVariable(variable)?.Trim() ?? "");
    }
}
