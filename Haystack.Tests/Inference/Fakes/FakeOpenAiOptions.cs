using Haystack.Inference.OpenAi;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>How a <see cref="FakeOpenAi"/> behaves.</summary>
internal sealed record FakeOpenAiOptions
{
    /// <summary>Whose server it plays.</summary>
    public OpenAiFlavor Flavor { get; init; } = OpenAiFlavor.Vllm;

    public IReadOnlyList<FakeModel> Models { get; init; } = [new FakeModel { Name = "test-7b", ContextLength = 32_768 }];

    /// <summary>What a model says to a prompt.</summary>
    public Func<FakeRequest, FakeAnswer> Answer { get; init; } = _ => "Answer: none";

    /// <summary>Which fault a request meets; null for none.</summary>
    public Func<FakeRequest, FakeFault?> Fault { get; init; } = _ => null;

    /// <summary>LM Studio, and a llama-server of several models: the context that a model is loaded with at its first request; null where it is loaded from the start.</summary>
    public int? LoadsWith { get; init; }

    /// <summary>Prompts are cut to this many tokens without a word; null for a server that refuses them.</summary>
    public int? ReadsAtMost { get; init; }

    /// <summary>llama-server: the file that it says it runs; null for one that is nowhere.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>vLLM: what it says of itself and of its models beside what it has to; null for nothing.</summary>
    public string? Boasts { get; init; }

    /// <summary>Whether its template makes something of <c>chat_template_kwargs</c>.</summary>
    public bool TemplateThinks { get; init; } = true;

    /// <summary>How many tokens its template route gives beyond what a prompt is counted to have.</summary>
    public int TemplateAdds { get; init; }

    /// <summary>How many requests it works on at a time (llama-server tells them); null for any number.</summary>
    public int? Slots { get; init; }

    /// <summary>Whether each slot has a prefix cache of its own, as llama-server's.</summary>
    public bool HaveSlotsOwnCaches { get; init; }

    /// <summary>How long each reply takes, whatever else is in the batch; text comes in 20 pieces.</summary>
    public TimeSpan ReplyTime { get; init; }

    /// <summary>The steps in which it works, in place of <see cref="ReplyTime"/>: text comes in at most 20 of them.</summary>
    public BatchClock? Steps { get; init; }

    /// <summary>How long it reads a token of a prompt that it does not reuse.</summary>
    public TimeSpan ReadingTime { get; init; }

    /// <summary>Whether it reuses nothing of what it has read.</summary>
    public bool ReusesNothing { get; init; }

    /// <summary>How many tokens it says that a reply has; null for as many as there are.</summary>
    public int? ReplyTokens { get; init; }

    /// <summary>Headers of each answer to a chat.</summary>
    public Func<FakeRequest, IEnumerable<(string Name, string Value)>> Headers { get; init; } = _ => [];

    /// <summary>The only key it takes; null takes any.</summary>
    public string? Key { get; init; }
}
