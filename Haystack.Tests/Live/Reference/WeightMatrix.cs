namespace Haystack.Tests.Live.Reference;

/// <summary>A matrix of weights that is zero but where it is set.</summary>
/// <param name="name">llama.cpp's name of the tensor.</param>
/// <param name="inputs">Numbers that go in.</param>
/// <param name="outputs">Numbers that come out; 1 for a vector.</param>
internal sealed class WeightMatrix(string name, int inputs, int outputs = 1)
{
    public string Name => name;

    public int[] Sizes => outputs == 1 ? [inputs] : [inputs, outputs];

    public float[] Values { get; } = new float[inputs * outputs];

    /// <summary>How much of an input goes into an output.</summary>
    public double this[int output, int input]
    {
        set => Values[output * inputs + input] = (float)value;
    }

    /// <summary>All of them the same.</summary>
    public WeightMatrix Fill(float value)
    {
        Values.AsSpan().Fill(value);
        return this;
    }

    /// <summary>Copies <paramref name="count"/> numbers, <paramref name="weight"/> times.</summary>
    public void Copy(int output, int input, int count, double weight)
    {
        for (var i = 0; i < count; i++)
            this[output + i, input + i] = weight;
    }
}
