using System.Text;
using CsCheck;
using FluentAssertions;
using Haystack.Inference.Wire;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class LineStreamTests
{
    [Fact]
    public void However_the_bytes_arrive_the_same_lines_are_seen_and_the_same_bytes_handed_on() =>
        Gen.Select(Gen.String[Gen.Char["ab\n\r…"], 0, 200], Gen.Int[1, 40].Array[1, 20], Gen.Int[1, 50]).Sample((text, chunks, read) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var lines = new List<string>();
            using var stream = new LineStream(new ChoppedStream(bytes, chunks), line =>
            {
                lines.Add(Encoding.UTF8.GetString(line.Span));
                return line;
            }, CancellationToken.None);
            var output = new List<byte>();
            var buffer = new byte[read];
            for (var n = stream.Read(buffer, 0, read); n > 0; n = stream.Read(buffer, 0, read))
                output.AddRange(buffer.AsSpan(0, n));
            output.Should().Equal(bytes);
            lines.All(l => l.Length > 0 && !l[..^1].Contains('\n')).Should().BeTrue();
            string.Concat(lines).Should().Be(text);
        }, iter: 300);

    [Fact]
    public void A_line_may_be_dropped_or_replaced()
    {
        using var stream = new LineStream(new MemoryStream("one\ntwo\nthree\n"u8.ToArray()), line => line.Span.StartsWith("t"u8) ? line.Span[1] == 'w' ? default : "3\n"u8.ToArray() : line, CancellationToken.None);
        using var reader = new StreamReader(stream);
        reader.ReadToEnd().Should().Be("one\n3\n");
    }

    [Fact]
    public void A_line_without_an_end_is_refused_before_it_fills_the_memory()
    {
        using var stream = new LineStream(new EndlessStream(), line => line, CancellationToken.None);
        var read = () => stream.Read(new byte[100], 0, 100);
        read.Should().Throw<IOException>().WithMessage("*more than 4 MiB*");
    }

    private sealed class ChoppedStream(byte[] bytes, int[] chunks) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunks[_next++ % chunks.Length])], cancellationToken);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
