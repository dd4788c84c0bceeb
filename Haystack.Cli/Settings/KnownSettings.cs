using System.CommandLine;

namespace Haystack.Cli.Settings;

/// <summary>The names that a settings file may have, made from the options themselves.</summary>
internal static class KnownSettings
{
    /// <summary>The section with a gate's thresholds.</summary>
    public const string GateSection = "gate";

    /// <summary>At the top: the options of a sweep, among them those that say where models are.</summary>
    public static IReadOnlyList<string> Values { get; } = Names(command => new SweepSettings(command));

    /// <summary>Under <c>gate</c>.</summary>
    public static IReadOnlyList<string> Gate { get; } = Names(command => new GateSettings(command));

    /// <summary>What each of <see cref="Values"/> or <see cref="Gate"/> is for.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions(bool ofGate)
    {
        var command = Declared(ofGate ? c => _ = new GateSettings(c) : c => _ = new SweepSettings(c));
        return command.Options.Where(IsSetting).ToDictionary(o => o.Name.TrimStart('-'), o => o.Description ?? "", StringComparer.Ordinal);
    }

    private static string[] Names(Action<Command> declare) =>
        [.. Declared(declare).Options.Where(IsSetting).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal)).Select(n => n.TrimStart('-'))];

    private static bool IsSetting(Option option) => option.Name != "--config";

    private static Command Declared(Action<Command> declare)
    {
        var command = new Command("settings");
        declare(command);
        return command;
    }
}
