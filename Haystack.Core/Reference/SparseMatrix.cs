namespace Haystack.Reference;

/// <summary>A matrix of which nearly all weights are zero.</summary>
internal sealed class SparseMatrix
{
    private readonly int[] _rows;
    private readonly int[] _ends;
    private readonly int[] _inputs;
    private readonly float[] _weights;

    public SparseMatrix(WeightMatrix matrix)
    {
        List<int> rows = [], ends = [], inputs = [];
        var weights = new List<float>();
        for (var output = 0; output < matrix.Outputs; output++)
        {
            for (var input = 0; input < matrix.Inputs; input++)
            {
                if (matrix.Of(output, input) is not 0 and var weight)
                {
                    inputs.Add(input);
                    weights.Add((float)weight);
                }
            }

            if (inputs.Count == (ends.Count == 0 ? 0 : ends[^1]))
                continue;
            rows.Add(output);
            ends.Add(inputs.Count);
        }

        (_rows, _ends, _inputs, _weights) = ([.. rows], [.. ends], [.. inputs], [.. weights]);
        Outputs = matrix.Outputs;
    }

    /// <summary>How many numbers come out.</summary>
    public int Outputs { get; }

    /// <summary>Whether none of these outputs has a weight.</summary>
    public bool IsEmpty(int from, int to) => !_rows.Any(r => r >= from && r < to);

    /// <summary>What comes out.</summary>
    public void Multiply(ReadOnlySpan<float> from, Span<float> to)
    {
        to.Clear();
        var i = 0;
        for (var row = 0; row < _rows.Length; row++)
        {
            var sum = 0f;
            for (; i < _ends[row]; i++)
                sum += _weights[i] * from[_inputs[i]];
            to[_rows[row]] = sum;
        }
    }
}
