using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The key of one question. One that reuses what the server holds has the key that it had before others were asked.</summary>
    public string Key(Trial trial) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{_model}|{trial.Document.Id}|{trial.Chain}|{trial.Arm.ToText()}|{trial.Placement.ToText()}{HowAsked(trial)}"))))[..32];

    /// <summary>The key of the document that a question is about: the same for all its questions.</summary>
    public string Session(Trial trial) => "haystack-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_model}|{trial.Document.Id}")))[..24];

    private static string HowAsked(Trial trial) => trial.IsControl ? "|control" : trial.Cold is not null ? "|cold" : "";
}
