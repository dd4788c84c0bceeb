using System.Globalization;

namespace Haystack.Base;

/// <summary>What <see cref="NormalForm"/> knows of each character, from embedded data.</summary>
internal sealed class NormalFormData
{
    private static readonly Lazy<NormalFormData> Loaded = new(() => new NormalFormData());

    private readonly ulong[] _active = new ulong[0x110000 / 64];
    private readonly ulong[] _compatibleActive = new ulong[0x110000 / 64];

    private NormalFormData()
    {
        using var stream = typeof(NormalFormData).Assembly.GetManifestResourceStream("Base/normal-forms.txt")
            ?? throw new InvalidOperationException("Base/normal-forms.txt is not embedded");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            Read(line.Split(' '));
        foreach (var (_, second) in Compositions.Keys)
            Seconds.Add(second);
        foreach (var point in Seconds.Concat(Classes.Keys).Concat(Enumerable.Range(0x1161, 21)).Concat(Enumerable.Range(0x11A8, 27)))
            Mark(point, _active);
        foreach (var point in Decompositions.Keys.Where(p => Seconds.Contains(FirstOf(p)) || Classes.ContainsKey(FirstOf(p))))
            Mark(point, _active);
        for (var i = 0; i < _active.Length; i++)
            _compatibleActive[i] |= _active[i];
    }

    /// <summary>Once for the process.</summary>
    public static NormalFormData Value => Loaded.Value;

    /// <summary>Canonical combining classes other than 0.</summary>
    public Dictionary<int, int> Classes { get; } = [];

    /// <summary>Canonical decompositions, one step each.</summary>
    public Dictionary<int, int[]> Decompositions { get; } = [];

    /// <summary>Compatibility decompositions, whole, of what canonical ones do not take apart the same.</summary>
    public Dictionary<int, int[]> Compatible { get; } = [];

    /// <summary>What two characters become one.</summary>
    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>What may be the second of two.</summary>
    public HashSet<int> Seconds { get; } = [];

    /// <summary>Whether a text must hold it, or one of its like, to be anything but composed. Everything that may join what stands before it is.</summary>
    public bool IsActive(int point, bool compatible) => ((compatible ? _compatibleActive : _active)[point >> 6] >> (point & 63) & 1) != 0;

    private static void Mark(int point, ulong[] set) => set[point >> 6] |= 1UL << (point & 63);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private int FirstOf(int point) => Decompositions.TryGetValue(point, out var parts) ? FirstOf(parts[0]) : point;

    private void Read(string[] fields)
    {
        switch (fields[0])
        {
            case "c":
                for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                    Classes[point] = int.Parse(fields[3], CultureInfo.InvariantCulture);
                break;
            case "d":
                var composes = fields[^1] != "x";
                int[] parts = [.. fields[2..(composes ? fields.Length : fields.Length - 1)].Select(Hex)];
                Decompositions[Hex(fields[1])] = parts;
                if (composes)
                    Compositions[(parts[0], parts[1])] = Hex(fields[1]);
                else
                    Mark(Hex(fields[1]), _active);
                break;
            case "k":
                Compatible[Hex(fields[1])] = [.. fields[2..].Select(Hex)];
                Mark(Hex(fields[1]), _compatibleActive);
                break;
        }
    }
}
