using Haystack.Tokenization;

namespace Haystack.Reference;

/// <summary>A matrix of weights that is zero but where it is set.</summary>
/// <param name="name">llama.cpp's name of the tensor.</param>
/// <param name="inputs">Numbers that go in.</param>
/// <param name="outputs">Numbers that come out; 0 for the vector of a norm.</param>
internal sealed class WeightMatrix(string name, int inputs, int outputs = 0)
{
    public string Name => name;

    public int Inputs => inputs;

    public int Outputs => Math.Max(1, outputs);

    private bool IsLarge => name == "token_embd.weight";

    public float[] Values { get; } = new float[inputs * Math.Max(1, outputs)];

    /// <summary>How much of an input goes into an output.</summary>
    public double this[int output, int input]
    {
        set => Values[output * inputs + input] = (float)value;
    }

    /// <summary>How much of an input goes into an output.</summary>
    public double Of(int output, int input) => Values[output * inputs + input];

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

    /// <summary>
    /// As a GGUF file has it: in half precision what is large, the embeddings; the rest in single, so that an engine rounds nothing
    /// but what it stores of each token, and agrees with another to the last digits.
    /// </summary>
    public WrittenTensor ToTensor() => new(name, outputs == 0 ? [inputs] : [inputs, outputs], IsLarge ? WrittenPrecision.F16 : WrittenPrecision.F32, Values);
}
