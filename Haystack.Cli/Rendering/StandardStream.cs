using System.Text;

namespace Haystack.Cli.Rendering;

/// <summary>
/// A standard stream that may be full or gone. What cannot be written to standard error is lost, and nothing else: there is nobody
/// to tell, and a sweep's work is worth more than its lines. What cannot be written to standard output is a fault in one line.
/// </summary>
internal sealed class StandardStream(TextWriter stream, bool isError) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => stream.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Try(stream.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => stream.WriteLine(value));

    /// <inheritdoc/>
    public override Task WriteAsync(string? value) => Done(() => stream.Write(value));

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value) => Done(() => stream.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(stream.Flush);

    /// <inheritdoc/>
    public override Task FlushAsync() => Done(stream.Flush);

    // The console's own streams write at once whatever they are asked.
    private Task Done(Action write)
    {
        Try(write);
        return Task.CompletedTask;
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            if (!isError)
                throw new HaystackException($"standard output cannot be written: {e.Message}", e);
        }
    }
}
