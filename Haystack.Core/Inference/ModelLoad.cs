namespace Haystack.Inference;

/// <summary>What a loaded model takes on its server.</summary>
/// <param name="VramBytes">Bytes of video memory.</param>
/// <param name="SizeBytes">Bytes in all.</param>
/// <param name="ContextTokens">The context size it is loaded with, in tokens.</param>
internal sealed record ModelLoad(long? VramBytes, long? SizeBytes, int? ContextTokens);
