namespace Haystack.Storage;

/// <summary>A number or none, in the room of the number: a value that no computation gives stands for none.</summary>
internal readonly record struct OptionalDouble
{
    // A NaN with bits of its own.
    private const long None = 0x7FF8_0000_4E6F_6E65;

    // Turned round by it, so that what was never set is none.
    private readonly long _turned;

    public OptionalDouble(double? value) => _turned = (value is { } number ? BitConverter.DoubleToInt64Bits(number) : None) ^ None;

    /// <summary>The number; null for none.</summary>
    public double? Value => _turned == 0 ? null : BitConverter.Int64BitsToDouble(_turned ^ None);
}
