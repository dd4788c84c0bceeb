using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>The key of a trial: a versioned hash of everything that determines its prompt and its sampling.</summary>
internal sealed class TrialIdentity
{
    private const string Version = "haystack-trial/1";

    private readonly string _model;

    /// <summary>Identities of one model's trials.</summary>
    public TrialIdentity(ModelRow model, SweepOptions options)
    {
        var text = new StringBuilder(Version)
            .Append(CultureInfo.InvariantCulture, $"|{model.Name}|{model.Digest}|{model.TokenizerFingerprint}|{model.TemplateTokens}|{model.NumCtx}|{options.OutputBudget}|{options.TrialTimeout.TotalSeconds}");
        foreach (var (name, value) in ModelChanges.SamplingOf(model))
            text.Append(CultureInfo.InvariantCulture, $"|{name}={value}");
        _model = text.ToString();
    }

    /// <summary>The key of one question.</summary>
    public string Key(DocumentPlan document, int chain, Arm arm, QuestionPlacement placement) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{_model}|{document.Id}|{chain}|{arm.ToText()}|{placement.ToText()}"))))[..32];

    /// <summary>The key of a prompt.</summary>
    public string Key(DocumentPlan document, Prompt prompt) =>
        Key(document, prompt.Chain.Index, prompt.Question.Arm, prompt.Placement);
}
