using System.Buffers;
using System.Text;

namespace Haystack.Inference.Wire;

/// <summary>Reads bodies without trusting their length.</summary>
internal static class BoundedBody
{
    /// <summary>How much of an error's body is kept, in bytes.</summary>
    internal const int ErrorBytes = 16 * 1024;

    /// <summary>The first <paramref name="maxBytes"/> of the body as text; what follows is not read.</summary>
    public static async Task<string> ReadTextAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(maxBytes);
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, maxBytes), maxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The whole body, or an error where it is longer than <paramref name="maxBytes"/>.</summary>
    /// <exception cref="IOException">It is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var memory = new MemoryStream();
            var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
            try
            {
                int read;
                while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    if (memory.Length + read > maxBytes)
                        throw new IOException($"the answer is longer than {maxBytes / (1024 * 1024)} MiB");
                    memory.Write(buffer, 0, read);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return memory.GetBuffer().AsMemory(0, (int)memory.Length);
        }
    }
}
