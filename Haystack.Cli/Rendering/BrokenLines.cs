namespace Haystack.Cli.Rendering;

/// <summary>Lines for people, broken between words where a terminal would break them within one.</summary>
internal static class BrokenLines
{
    private const string Indent = "  ";

    /// <summary>Columns of the terminal that standard error is; null where it is none.</summary>
    public static int? ErrorColumns { get; } = Columns();

    /// <summary><paramref name="text"/> in lines of at most <paramref name="columns"/>; what is one word stays one.</summary>
    public static string At(string text, int columns) =>
        text.Length <= columns ? text : string.Join('\n', text.Split('\n').SelectMany(l => Pieces(l, columns)));

    private static IEnumerable<string> Pieces(string line, int columns)
    {
        var indent = "";
        while (line.Length > columns)
        {
            // The last blank that leaves no more than fits; a first word that is too long goes to its end.
            var at = line.LastIndexOf(' ', columns);
            if (at <= indent.Length)
                at = line.IndexOf(' ', Math.Min(line.Length, indent.Length + 1));
            if (at < 0)
                break;
            yield return line[..at].TrimEnd();
            indent = Indent;
            line = Indent + line[at..].TrimStart();
        }

        yield return line;
    }

    private static int? Columns()
    {
        if (Console.IsErrorRedirected)
            return null;
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
