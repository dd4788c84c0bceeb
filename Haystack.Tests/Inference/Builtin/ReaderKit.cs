using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Tests.Inference.Builtin;

internal static class ReaderKit
{
    private static readonly HashSet<string> Abstentions = [.. FactLibrary.Load().ByLanguage.Values.Select(l => l.Abstention)];

    public static ModelTokenizer Tokenizer { get; } = new GptTokenizer();

    public static IChatClient Reader(string model, ulong seed = 1)
    {
        var parts = model.Split('/');
        return BuiltinReaders.Create(parts[0], parts[1], Tokenizer, new Seed(seed));
    }

    /// <summary>The same, counting characters.</summary>
    public static IChatClient QuickReader(string model, ulong seed = 1)
    {
        var parts = model.Split('/');
        return BuiltinReaders.Create(parts[0], parts[1], new CharacterTokenizer(), new Seed(seed));
    }

    /// <summary>What the reader's last line answers; null where it says that the text does not say.</summary>
    public static async Task<string?> Ask(this IChatClient reader, string prompt)
    {
        var reply = (await reader.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)])).Text;
        return Abstentions.Contains(reply) ? null : Answer(reply);
    }

    private static string Answer(string reply)
    {
        var line = reply.Split('\n')[^1];
        return line[(line.IndexOfAny([':', '：']) + 1)..].Trim();
    }
}
