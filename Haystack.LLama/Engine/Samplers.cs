using Haystack.Inference;
using LLama.Native;

namespace Haystack.LLama.Engine;

/// <summary>How llama.cpp draws tokens, in the order of its server.</summary>
internal static class Samplers
{
    private const int PenaltyWindow = 64;

    // AnswerSchema.Schema, as llama.cpp's grammars have it.
    private const string Grammar = """
        root ::= "{" ws "\"answer\"" ws ":" ws text ws "}"
        text ::= "\"" char* "\""
        char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F])
        ws ::= | " "
        """;

    /// <summary>A chain of samplers.</summary>
    /// <param name="engine">Whose tokens are drawn.</param>
    /// <param name="sampling">How.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="prompt">What penalties look back at.</param>
    /// <param name="isForced">Whether only a reply of <see cref="AnswerSchema"/> is drawn.</param>
    public static SafeLLamaSamplerChainHandle Create(LlamaEngine engine, Sampling sampling, Seed seed, ReadOnlySpan<LLamaToken> prompt, bool isForced)
    {
        var chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        if (sampling.RepeatPenalty != 1 || sampling.PresencePenalty != 0 || sampling.FrequencyPenalty != 0)
        {
            chain.AddPenalties(PenaltyWindow, (float)sampling.RepeatPenalty, (float)sampling.FrequencyPenalty, (float)sampling.PresencePenalty);
            foreach (var token in prompt[Math.Max(0, prompt.Length - PenaltyWindow)..])
                chain.Accept(token);
        }

        if (isForced)
            chain.AddGrammar(engine.Vocabulary, Grammar, "root");
        if (sampling.Temperature <= 0)
        {
            chain.AddGreedySampler();
            return chain;
        }

        if (sampling.TopK > 0)
            chain.AddTopK(sampling.TopK);
        if (sampling.TopP < 1)
            chain.AddTopP((float)sampling.TopP, 1);
        if (sampling.MinP > 0)
            chain.AddMinP((float)sampling.MinP, 1);
        chain.AddTemperature((float)sampling.Temperature);
        chain.AddDistributionSampler((uint)(seed.Value & uint.MaxValue));
        return chain;
    }
}
