namespace Haystack.Documents;

/// <summary>A fact as it is written into a document.</summary>
/// <param name="Hop">Which link of its chain.</param>
/// <param name="Text">Its sentence with what joins it: the blank before it, the line feed after it where another fact follows at once.</param>
/// <param name="Tokens">Its length in counted tokens.</param>
/// <param name="OpensParagraph">Whether it does not join a sentence cleanly, so that it must open a paragraph.</param>
/// <param name="MayOpenParagraph">Whether it can open one: there is room for the paragraph's lead, and it joins that cleanly.</param>
internal sealed record FactText(int Hop, string Text, int Tokens, bool OpensParagraph, bool MayOpenParagraph);
