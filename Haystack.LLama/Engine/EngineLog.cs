using System.Text;
using LLama.Native;

namespace Haystack.LLama.Engine;

/// <summary>What llama.cpp says of itself: kept from the terminal, its last complaint kept for the line that tells of a fault.</summary>
internal static class EngineLog
{
    private static readonly Lock Gate = new();
    private static readonly StringBuilder Line = new();
    private static LLamaLogLevel _level;
    private static string? _complaint;

    /// <summary>Takes a piece of a line.</summary>
    public static void Take(LLamaLogLevel level, string message)
    {
        lock (Gate)
        {
            if (level != LLamaLogLevel.Continue)
                _level = level;
            Line.Append(message);
            if (!message.EndsWith('\n'))
                return;
            // The first says what is wrong; those behind it say where.
            if (_level == LLamaLogLevel.Error)
                _complaint ??= Line.ToString();
            Line.Clear();
        }
    }

    /// <summary>Forgets what was said so far.</summary>
    public static void Begin()
    {
        lock (Gate)
            _complaint = null;
    }

    /// <summary>The first complaint since, on one line; null without any.</summary>
    public static string? Complaint()
    {
        lock (Gate)
            return _complaint is { } said ? Inference.Wire.OneLine.Of(said) : null;
    }
}
