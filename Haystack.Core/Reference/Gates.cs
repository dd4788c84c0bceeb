using static Haystack.Reference.ReferenceLayout;

namespace Haystack.Reference;

/// <summary>The feed-forward part of a layer, used as switches: something is added where all of some flags are set, and nothing else.</summary>
internal sealed class Gates(WeightMatrix gate, WeightMatrix up, WeightMatrix down)
{
    // Where the flags are set a gate stands at half of it, else at less than minus half.
    private const double Steepness = 30;

    private int _units;

    /// <summary>Copies numbers where the flags are set.</summary>
    public void Copy(int[] flags, int from, int to, int count, double length)
    {
        for (var i = 0; i < count; i++)
            Add(flags, from + i, 1, to + i, 1, length);
    }

    /// <summary>Adds a number where the flags are set.</summary>
    public void Mark(int[] flags, int to, double value, double length) => Add(flags, Always, Constant, to, value, length);

    private void Add(int[] flags, int from, double unit, int to, double value, double length)
    {
        var scale = Math.Sqrt(gate.Inputs / length);
        foreach (var flag in flags)
            gate[_units, flag] = Steepness / scale;
        gate[_units, Always] = -(flags.Length - 0.5) * Steepness / (Constant * scale);
        up[_units, from] = 1 / (unit * scale);
        down[to, _units] = value / (0.5 * Steepness);
        _units++;
    }
}
