using System.Text;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>The command that makes a run again, from its frozen manifest.</summary>
internal static class SweepCommandLine
{
    private static readonly (string Name, string Option)[] Options =
    [
        ("max_ctx", "--max-ctx"),
        ("contexts", "--contexts"),
        ("distances", "--distances"),
        ("documents", "--documents"),
        ("ci_width", "--ci-width"),
        ("d50_width", "--d50-width"),
        ("chains_per_document", "--chains-per-document"),
        ("intervening", "--intervening"),
        ("families", "--families"),
        ("languages", "--language"),
        ("arms", "--arms"),
        ("question", "--question"),
        ("arrange", "--arrange"),
        ("hops", "--hops"),
        ("corpus", "--corpus"),
        ("tokenizer", "--tokenizer"),
        ("seed", "--seed"),
        ("cache", "--cache"),
        ("max_output", "--max-output"),
        ("trial_timeout_seconds", "--trial-timeout"),
    ];

    /// <summary>Quoted for a POSIX shell. Where servers are is not part of a run and not part of the command.</summary>
    public static string Of(RunData run)
    {
        var command = new StringBuilder("haystack sweep");
        foreach (var model in run.Models)
            command.Append(" --model ").Append(ShellText.Quote(model.Name));
        foreach (var (name, option) in Options)
        {
            if (run.Manifest.TryGetValue(name, out var value) && value.Length > 0)
                command.Append(' ').Append(option).Append(' ').Append(ShellText.Quote(name.EndsWith("_seconds", StringComparison.Ordinal) ? value + "s" : value));
        }

        return command.ToString();
    }
}
