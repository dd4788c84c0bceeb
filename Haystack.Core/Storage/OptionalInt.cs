namespace Haystack.Storage;

/// <summary>A whole number or none, in the room of the number: the least one, which none is, stands for none.</summary>
internal readonly record struct OptionalInt
{
    // Turned round by its least value, so that what was never set is none.
    private readonly int _turned;

    public OptionalInt(int? value) => _turned = unchecked((value ?? int.MinValue) - int.MinValue);

    /// <summary>The number; null for none.</summary>
    public int? Value => _turned == 0 ? null : unchecked(_turned + int.MinValue);
}
