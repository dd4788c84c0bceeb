namespace Haystack.Storage;

/// <summary>A whole number or none, in the room of the number: the least one, which none is, stands for none.</summary>
internal readonly record struct OptionalLong
{
    // Turned round by its least value, so that what was never set is none.
    private readonly long _turned;

    public OptionalLong(long? value) => _turned = unchecked((value ?? long.MinValue) - long.MinValue);

    /// <summary>The number; null for none.</summary>
    public long? Value => _turned == 0 ? null : unchecked(_turned + long.MinValue);
}
