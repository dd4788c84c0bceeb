using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haystack.Storage;

/// <summary>The manifest that all runs of a merge have, but for the models, which are put together, and the parts that they are.</summary>
internal sealed class MergedManifest
{
    private const string ModelNames = "models";

    private readonly List<string> _models = [];
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _information = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _whole = [];
    private readonly Dictionary<int, (HashSet<UInt128> Finished, int Trials, string Directory)> _parts = [];
    private readonly Dictionary<string, (Shard Shard, int Trials, string Source)> _runs = new(StringComparer.Ordinal);
    private string? _first;
    private (string Plan, int Count, string Source)? _division;
    private bool _hasWholeRun;

    /// <summary>The models, in the order in which the runs have them.</summary>
    public IReadOnlyList<string> Models => _models;

    /// <summary>The merged run's manifest.</summary>
    public IReadOnlyDictionary<string, string> Values => new SortedDictionary<string, string>(_values.Concat(_information).ToDictionary(), StringComparer.Ordinal) { [ModelNames] = string.Join(',', _models) };

    /// <summary>Takes in a run's.</summary>
    /// <exception cref="HaystackException">It is of another plan, or of another division of it.</exception>
    public void Add(string source, IReadOnlyDictionary<string, string> manifest)
    {
        if (!manifest.TryGetValue(ModelNames, out var names))
            throw new HaystackException($"{source} has no models in its manifest: it cannot be merged");
        _models.AddRange(names.Split(',').Except(_models));
        if (_models.Count > RunReader.MostModels)
            throw new HaystackException($"{source} brings more than {RunReader.MostModels} models together, the most that a run has: merge fewer");
        var rest = manifest.Where(m => m.Key != ModelNames && !ShardNames.OfAPart.Contains(m.Key) && !IsInformation(m.Key)).ToDictionary();
        if (_first is null)
        {
            _first = source;
            foreach (var (name, value) in rest)
                _values[name] = value;
        }
        else if (RunManifest.Differences(_values, rest) is { Count: > 0 } differences)
        {
            throw new HaystackException($"{source} was made with other options than {_first} ({string.Join("; ", differences)}): only runs of the same plan can be merged");
        }

        Inform(manifest);
        TakePart(source, manifest);
    }

    /// <summary>Takes in what the merged run has from before.</summary>
    public void AddTarget(string target, IReadOnlyDictionary<string, string> manifest)
    {
        Inform(manifest);
        if (manifest.ContainsKey(ShardNames.Shard))
            throw new HaystackException($"{target} is a shard itself: name another --out");
        if (manifest.ContainsKey(ShardNames.Merged))
            TakePart(target, manifest);
    }

    /// <summary>Takes note of which of its part's trials a run has.</summary>
    public void Note(StoredRun run)
    {
        if (run.Manifest.GetValueOrDefault(ShardNames.Shard) is not { } text || !_runs.TryGetValue(text, out var part))
            return;
        var finished = _parts.TryGetValue(part.Shard.Number, out var before) ? before.Finished : [];
        // Keys are hashes: sixteen bytes of theirs tell them apart as well, and a million of them take little.
        finished.UnionWith(run.FinishedKeys().Select(k => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(k)))));
        _parts[part.Shard.Number] = (finished, part.Trials, part.Source);
        if (finished.Count >= part.Trials)
            _whole.Add(part.Shard.Number);
    }

    /// <summary>What is to be noted in the merged run.</summary>
    public IReadOnlyDictionary<string, string> Notes()
    {
        var notes = _information.ToDictionary();
        if (_division is { } division)
        {
            notes[ShardNames.Merged] = string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', _whole)}/{division.Count}");
            notes[ShardNames.MergedPlan] = division.Plan;
        }

        return notes;
    }

    /// <summary>The parts that are not whole.</summary>
    public IReadOnlyList<MissingShard> Missing()
    {
        if (_division is not { } division || _hasWholeRun)
            return [];
        return
        [
            .. Enumerable.Range(1, division.Count).Where(n => !_whole.Contains(n)).Select(n => _parts.TryGetValue(n, out var part)
                ? new MissingShard(new Shard(n, division.Count), part.Finished.Count, part.Trials, part.Directory)
                : new MissingShard(new Shard(n, division.Count), 0, null, Beside(division.Source, new Shard(n, division.Count)))),
        ];
    }

    // Where the others are named as shards, so is the missing one.
    private static string Beside(string source, Shard shard) =>
        Shard.OfDirectory(source) is { } own && Path.TrimEndingDirectorySeparator(source) is var path && path.EndsWith(own.DirectoryName, StringComparison.Ordinal)
            ? path[..^own.DirectoryName.Length] + shard.DirectoryName
            : Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(source)) ?? "", shard.DirectoryName);

    private void TakePart(string source, IReadOnlyDictionary<string, string> manifest)
    {
        if (manifest.GetValueOrDefault(ShardNames.Shard) is { } text)
        {
            var shard = Shard.Parse(text);
            if (!int.TryParse(manifest.GetValueOrDefault(ShardNames.Trials), NumberStyles.None, CultureInfo.InvariantCulture, out var trials))
                throw new HaystackException($"{source} is damaged, or not Haystack's: it is shard {shard}, and does not say of how many trials");
            RequireDivision(source, manifest.GetValueOrDefault(ShardNames.Plan) ?? "", shard.Count);
            if (!_runs.TryGetValue(text, out var known))
                _runs[text] = (shard, trials, source);
            else if (known.Trials != trials)
                throw new HaystackException($"{source} and {known.Source} are both shard {shard}, of {trials} and {known.Trials} trials: they are not of the same plan");
        }
        else if (manifest.GetValueOrDefault(ShardNames.Merged)?.Split('/') is [var numbers, var of] && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Shard.Most)
        {
            RequireDivision(source, manifest.GetValueOrDefault(ShardNames.MergedPlan) ?? "", count);
            foreach (var number in numbers.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole >= 1 && whole <= count)
                    _whole.Add(whole);
            }
        }
        else
        {
            _hasWholeRun = true;
        }
    }

    private void RequireDivision(string source, string plan, int count)
    {
        _division ??= (plan, count, source);
        if (_division.Value.Count != count)
            throw new HaystackException($"{source} is of a sweep in {count} shards, and {_division.Value.Source} of one in {_division.Value.Count}: merge each division by itself");
        if (_division.Value.Plan != plan)
            throw new HaystackException($"{source} and {_division.Value.Source} deal the documents to their shards otherwise (shard_plan: {_division.Value.Plan} → {plan}): were they made by one version, for servers with the same context length?");
    }

    // Of what does not determine results the least is kept, whatever the order.
    private void Inform(IReadOnlyDictionary<string, string> manifest)
    {
        foreach (var (name, value) in manifest.Where(m => IsInformation(m.Key) && m.Key is not (ShardNames.Merged or ShardNames.MergedPlan)))
        {
            if (!_information.TryGetValue(name, out var before) || string.CompareOrdinal(value, before) < 0)
                _information[name] = value;
        }
    }

    private static bool IsInformation(string name) => name.StartsWith(RunManifest.InformationPrefix, StringComparison.Ordinal);
}
