namespace Haystack.Inference.Wire;

/// <summary>Finds where JSON objects begin and end in bytes that come piece by piece. What wraps them (an array, commas between) is passed over.</summary>
internal struct JsonExtent
{
    private int _depth;
    private bool _inString, _escaped;

    /// <summary>Whether an object has begun and not ended.</summary>
    public readonly bool IsOpen => _depth > 0;

    /// <summary>Whether the end so far lies within a text, where no line may end.</summary>
    public readonly bool IsInString => _inString;

    /// <summary>
    /// Scans on. The first object's start (0 where it began before) and one past its end; an end of −1 where it goes on
    /// past <paramref name="bytes"/>, a start of −1 where none begins.
    /// </summary>
    /// <param name="bytes">What comes next.</param>
    /// <param name="junk">Where something stands that is neither an object nor what may wrap one; −1 for nowhere.</param>
    public (int Start, int End) Scan(ReadOnlySpan<byte> bytes, out int junk)
    {
        junk = -1;
        var start = IsOpen ? 0 : -1;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (_depth == 0)
            {
                if (b == (byte)'{')
                    (start, _depth) = (i, 1);
                else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']'))
                {
                    junk = i;
                    return (-1, -1);
                }
            }
            else if (_inString)
            {
                (_escaped, _inString) = (!_escaped && b == (byte)'\\', _escaped || b != (byte)'"');
            }
            else if (b == (byte)'"')
            {
                _inString = true;
            }
            else if (b is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (b is (byte)'}' or (byte)']' && --_depth == 0)
            {
                return (start, i + 1);
            }
        }

        return (start, -1);
    }
}
