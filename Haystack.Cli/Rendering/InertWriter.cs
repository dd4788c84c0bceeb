using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>
/// The one door for what is printed: whatever text comes through, from stores, file names, servers or models, nothing in
/// it acts on a terminal. Each place that prints still chooses one line or many; none can forget to clean.
/// </summary>
internal sealed class InertWriter(TextWriter terminal, bool isError = false) : TextWriter
{
    private readonly StringBuilder _line = new();

    /// <summary>Standard error as it is, for the moving bars alone: they write what moves the cursor.</summary>
    public static TextWriter LiveError { get; private set; } = Console.Error;

    /// <inheritdoc/>
    public override Encoding Encoding => terminal.Encoding;

    /// <summary>Puts it before both streams of this process.</summary>
    public static void Install()
    {
        if (Console.Error is not InertWriter)
            LiveError = new StandardStream(Console.Error, isError: true);
#pragma warning disable RS0030 // The one writer.
        Console.SetOut(new InertWriter(new StandardStream(Console.Out, isError: false)));
        Console.SetError(new InertWriter(new StandardStream(Console.Error, isError: true), isError: true));
#pragma warning restore RS0030
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is null)
            return;
        if (isError && ErrorVolume.Current is not null)
            Gather(value);
        else
            terminal.Write(TerminalText.Clean(value));
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        if (isError && ErrorVolume.Current is not null)
            Gather(value + "\n");
        else
            terminal.WriteLine(Shown(value));
    }

    /// <inheritdoc/>
    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    /// <summary>A volume is decided, and a log is kept, by the line, in however many pieces one comes: each is held until it ends.</summary>
    private void Gather(string value)
    {
        lock (_line)
        {
            var pieces = value.Split('\n');
            for (var i = 0; i < pieces.Length; i++)
            {
                _line.Append(pieces[i]);
                if (i < pieces.Length - 1)
                    Tell(terminal.WriteLine);
            }
        }
    }

    private void Tell(Action<string?> write)
    {
        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        if (ErrorVolume.Current?.Take(line) != false)
            write(Shown(line));
    }

    private string? Shown(string? line) => Lines(line) is { } lines ? TerminalText.Clean(lines) : null;

    /// <summary>Data stay as they are; what is for people is broken between words.</summary>
    private string? Lines(string? value) =>
        isError && value is not null && BrokenLines.ErrorColumns is { } columns ? BrokenLines.At(value, columns) : value;

    /// <inheritdoc/>
    public override void Flush()
    {
        lock (_line)
        {
            if (_line.Length > 0)
                Tell(terminal.Write);
        }

        terminal.Flush();
    }

    /// <inheritdoc/>
    public override Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }
}
