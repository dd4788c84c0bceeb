namespace Haystack.Tests.Live.Reference;

/// <summary>Which numbers of the residual stream mean what.</summary>
internal static class ReferenceLayout
{
    /// <summary>Numbers that spell a name.</summary>
    public const int Code = 48;

    /// <summary>Always <see cref="Constant"/>.</summary>
    public const int Always = 0;

    /// <summary>What this token is: one flag each.</summary>
    public const int IsSink = 1, IsName = 2, IsForward = 3, IsBackward = 4, IsBoth = 5, IsOne = 6, IsTail = 7, IsAnswer = 8;

    /// <summary>What the token before was, and the third before.</summary>
    public const int WasForward = 9, WasBackward = 10, WasAnswer = 11, AskedForBoth = 12, AskedForOne = 13;

    /// <summary>Makes all tokens equally long.</summary>
    public const int Padding = 14;

    /// <summary>Names: this token's (what is said in the end, where it has none), that of the second token before, of a fact's subject and object, and what each hop found.</summary>
    public const int Own = 16, Before = Own + Code, Subjects = Before + Code, Objects = Subjects + Code, Found1 = Objects + Code, Found2 = Found1 + Code;

    /// <summary>How many numbers in all.</summary>
    public const int Width = Found2 + Code;

    public const double Constant = 4;

    /// <summary>The square of a token's length at first.</summary>
    public const double Length = Constant * Constant + 4;
}
