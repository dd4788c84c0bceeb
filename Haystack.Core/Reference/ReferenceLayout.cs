namespace Haystack.Reference;

/// <summary>Which numbers of the residual stream mean what.</summary>
internal sealed class ReferenceLayout(int hops)
{
    /// <summary>The longest context of any variant.</summary>
    public const int MostContextTokens = 128 * 1024;

    /// <summary>Signs that spell a name.</summary>
    public const int Code = SignCodes.Length;

    /// <summary>A name's code, and behind it how far back it is found.</summary>
    public const int Name = Code + 1;

    /// <summary>Always <see cref="Constant"/>.</summary>
    public const int Always = 0;

    /// <summary>Makes all tokens equally long.</summary>
    public const int Padding = 1;

    /// <summary>What this token is: one flag each.</summary>
    public const int IsName = 2, IsForward = 3, IsBackward = 4, IsAnswer = 5, IsTail = 6;

    /// <summary>What the token before was.</summary>
    public const int WasForward = 7, WasBackward = 8, WasAnswer = 9;

    /// <summary>Whether a fact ends here.</summary>
    public const int IsFact = 10;

    /// <summary>What a question that begins here asks for: the first link, the first two …</summary>
    public const int Asks = 11;

    /// <summary>What the third token before asked for.</summary>
    public const int Asked = Asks + ReferenceOptions.MostHops;

    /// <summary>This token's name; in the end, what is to be said.</summary>
    public const int Own = 24;

    /// <summary>The name two tokens before.</summary>
    public const int Before = Own + Name;

    /// <summary>Of a fact that ends here: what it is about.</summary>
    public const int Subject = Before + Name;

    /// <summary>Of a fact that ends here: what it says.</summary>
    public const int Object = Subject + Name;

    /// <summary>The constant's value, and the squared length that every token begins with.</summary>
    public const double Constant = 8, Length = Constant * Constant + 4;

    /// <summary>How many links it follows.</summary>
    public int Hops => hops;

    /// <summary>How many numbers in all.</summary>
    public int Width => (Found(hops) + Name + 31) / 32 * 32;

    /// <summary>What link number <paramref name="hop"/> led to.</summary>
    public static int Found(int hop) => Object + Name * hop;
}
