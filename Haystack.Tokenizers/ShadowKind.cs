namespace Haystack.Tokenization;

/// <summary>What an expression looks at in a code point beyond the BMP.</summary>
internal enum ShadowKind
{
    /// <summary>Nothing but whether it lists the code point itself.</summary>
    Listed,

    /// <summary>Its general category.</summary>
    Categories,

    /// <summary>Its general category, and whether it is a Chinese character.</summary>
    CategoriesAndHan,
}
