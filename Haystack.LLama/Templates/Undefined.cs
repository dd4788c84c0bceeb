namespace Haystack.LLama.Templates;

/// <summary>The value of a name that stands for nothing.</summary>
internal sealed class Undefined
{
    public static readonly Undefined Value = new();

    private Undefined()
    {
    }
}
