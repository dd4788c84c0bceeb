using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Commands;
using Haystack.Facts;
using Haystack.Gates;
using Haystack.Storage;

namespace Haystack.Cli.Settings;

/// <summary>What a gate looks at and requires: the command line, then <c>HAYSTACK_GATE_…</c>, then <c>gate:</c> of <c>haystack.yaml</c>.</summary>
internal sealed class GateSettings
{
    private const string Section = KnownSettings.GateSection;

    private readonly Option<string?> _model, _context, _distance, _family, _language, _arm, _accuracy, _d50, _d85, _penalty, _hallucination, _base, _by,
        _documents, _out, _jUnit, _trx, _badge;

    private readonly Option<bool> _strict, _required;

    /// <summary>Declares the options on a command.</summary>
    public GateSettings(Command command)
    {
        _model = Add(command, "--model", "MODEL", "With RUN: only this model of the run (all of them if left out). Without RUN: the model to ask.");
        _model.CompletionSources.Add(_ => ModelCompletion.Names());
        _context = Add(command, "--with-context", "TOKENS", "Only this context length in tokens.");
        _distance = Add(command, "--at-distance", "TOKENS", "Only this distance in tokens; narrows accuracy and the comparison only.");
        _family = Add(command, "--family", "NAME", "Only this family.");
        _language = Add(command, "--language", "CODE", "Only this language.");
        _arm = Add(command, "--arm", "NAME", "The question whose answers are counted (default pair).");
        _accuracy = Add(command, "--min-accuracy", "SHARE", "Required accuracy, above 0 and below 1.");
        _d50 = Add(command, "--min-d50", "TOKENS", "Required distance at which accuracy falls half-way to chance.");
        _d85 = Add(command, "--min-d85", "TOKENS", "Required distance that keeps 85% of the accuracy side by side.");
        _penalty = Add(command, "--max-penalty", "SHARE", "Largest fall of accuracy from the smallest distance to the largest, 0 or more and below 1.");
        _hallucination = Add(command, "--max-hallucination", "SHARE", "Largest share of values stated where the text says none, above 0 and below 1.");
        _base = Add(command, "--no-worse-than", "RUN", "A run that this one must not be worse than, on the same documents.");
        _by = Add(command, "--by", "SHARE", "With --no-worse-than: by how much it may be worse (default 0.05).");
        _strict = Flag(command, "--strict", "Undecided is failed: exits 100, not 2.");
        _required = Flag(command, "--required", "Without RUN: a model or server that is not there fails (100) where it would be skipped (2).");
        _documents = Add(command, "--documents", "N", "Without RUN: ask about at most so many documents (default: as many as the thresholds need).");
        _out = Add(command, "--out", "PATH", "Without RUN: where to store what is asked, and to go on from (default: a new directory under runs/gates/).");
        _jUnit = Add(command, "--junit", "FILE", "Write the verdicts as JUnit XML to this file.");
        _trx = Add(command, "--trx", "FILE", "Write the verdicts as a Visual Studio test results file.");
        _badge = Add(command, "--badge", "FILES", "Write a badge: FILE.json for shields.io's endpoint, FILE.svg as a picture; both with a comma between.");
    }

    /// <summary>The model that was named; null where none was.</summary>
    public string? Model(ParseResult parsed, SettingsFile file) => Of(parsed, file, _model);

    /// <summary>Where reports go.</summary>
    public (string? JUnit, string? Trx, string[] Badges) Reports(ParseResult parsed, SettingsFile file) =>
        (Of(parsed, file, _jUnit), Of(parsed, file, _trx), Of(parsed, file, _badge)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);

    /// <summary>Refuses what means nothing: unknown settings, no threshold, options that belong to another kind of gate.</summary>
    /// <exception cref="HaystackException">There is such a thing.</exception>
    public void RequireSensible(ParseResult parsed, SettingsFile file, bool live)
    {
        if (new[] { _accuracy, _d50, _d85, _penalty, _hallucination, _base }.All(o => Of(parsed, file, o) is null))
            throw new HaystackException("name a threshold, such as --min-accuracy 0.8");
        if (Of(parsed, file, _by) is not null && Of(parsed, file, _base) is null)
            throw new HaystackException("--by belongs to --no-worse-than RUN, which is missing");
        if (!live && new Option[] { _documents, _out, _required }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } stray)
            throw new HaystackException($"{stray.Name} is for asking a model; RUN is a stored one");
    }

    /// <summary>Narrows a gate and sets its thresholds.</summary>
    public TGate Apply<TGate>(ParseResult parsed, SettingsFile file, TGate gate)
        where TGate : GateBuilder<TGate>
    {
        string? Get(Option<string?> option) => Of(parsed, file, option);
        gate = Get(_context) is { } context ? gate.WithContext(context) : gate;
        gate = Get(_distance) is { } distance ? gate.AtDistance(distance) : gate;
        gate = Get(_family) is { } family ? gate.InFamily(family) : gate;
        gate = Get(_language) is { } language ? gate.InLanguage(language) : gate;
        gate = Get(_arm) is { } arm ? gate.WithArm(FactNames.ParseArm(arm)) : gate;
        gate = Get(_accuracy) is { } accuracy ? gate.RequireAccuracy(Share(_accuracy, accuracy, zero: false)) : gate;
        gate = Get(_d50) is { } d50 ? gate.RequireD50(d50) : gate;
        gate = Get(_d85) is { } d85 ? gate.RequireD85(d85) : gate;
        gate = Get(_penalty) is { } penalty ? gate.RequirePenaltyAtMost(Share(_penalty, penalty, zero: true)) : gate;
        gate = Get(_hallucination) is { } share ? gate.RequireHallucinationAtMost(Share(_hallucination, share, zero: false)) : gate;
        gate = Is(parsed, file, _strict) ? gate.Strict() : gate;
        if (Get(_base) is not { } other)
            return gate;
        var by = Get(_by) is { } worse ? Share(_by, worse, zero: true) : 0.05;
        return gate.RequireNoWorseThan(RunReader.Read(RunArgument.Resolve(other)), by);
    }

    /// <summary>Reads every threshold that a settings file holds, as a gate would; nothing is asked, and no run is read.</summary>
    /// <exception cref="HaystackException">One of them is no such thing.</exception>
    public void RequireReadable(ParseResult parsed, SettingsFile file)
    {
        _ = Is(parsed, file, _required);
        if (Of(parsed, file, _base) is null)
            _ = ApplyLive(parsed, file, AccuracyGate.For("any", new SweepOptions()));
        else if (Of(parsed, file, _by) is { } worse)
            _ = Share(_by, worse, zero: true);
    }

    /// <summary>What only a gate that asks a model has.</summary>
    public LiveGates.LiveGate ApplyLive(ParseResult parsed, SettingsFile file, LiveGates.LiveGate gate)
    {
        gate = Apply(parsed, file, gate);
        gate = Is(parsed, file, _required) ? gate.Required() : gate;
        gate = Of(parsed, file, _out) is { } directory ? gate.StoredIn(directory) : gate;
        if (Of(parsed, file, _documents) is not { } text)
            return gate;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var documents) && documents >= Statistics.DocumentShare.FewestDocuments
            ? gate.WithAtMostDocuments(documents)
            : throw new HaystackException($"--documents takes a whole number of {Statistics.DocumentShare.FewestDocuments} or more, not '{text}': fewer decide nothing");
    }

    private static Option<string?> Add(Command command, string name, string helpName, string description)
    {
        var option = new Option<string?>(name, OptionNames.Others(name)) { Description = description, HelpName = helpName };
        command.Add(option);
        return option;
    }

    private static Option<bool> Flag(Command command, string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Add(option);
        return option;
    }

    private static string? Of(ParseResult parsed, SettingsFile file, Option<string?> option) => parsed.GetValue(option) ?? file.Find(Section, option);

    private static bool Is(ParseResult parsed, SettingsFile file, Option<bool> option) => parsed.GetValue(option) || file.Find(Section, option.Name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new HaystackException($"{option.Name} is true or false, not '{other}'"),
    };

    private static double Share(Option option, string text, bool zero)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share))
            throw new HaystackException($"{option.Name} takes a share such as 0.8, not '{text}'");
        if (share < 1 && (zero ? share >= 0 : share > 0))
            return share;
        var hint = share is > 1 and < 100 ? string.Create(CultureInfo.InvariantCulture, $" ({share:0.####}% is {share / 100:0.######})") : "";
        throw new HaystackException($"{option.Name} is a share {(zero ? "of 0 or more" : "above 0")} and below 1, not {text}{hint}");
    }
}
