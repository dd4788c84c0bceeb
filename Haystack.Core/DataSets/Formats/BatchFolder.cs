using System.Globalization;

namespace Haystack.DataSets.Formats;

/// <summary>Batch request files <c>requests-00001.jsonl</c> and on, each within the API's limits.</summary>
/// <param name="data">The data set.</param>
/// <param name="shape">The requests.</param>
/// <param name="mostRequests">The API's limit for a file (platform.openai.com/docs/guides/batch).</param>
/// <param name="mostBytes">Likewise: 200 MB.</param>
internal sealed class BatchFolder(DataSet data, BatchLine shape, int mostRequests = 50_000, long mostBytes = 200_000_000)
{
    /// <summary>Writes the files into a folder.</summary>
    /// <exception cref="HaystackException">A single request is over the limit.</exception>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        var (files, requests, bytes) = (0, 0, 0L);
        try
        {
            await foreach (var line in data.LinesAsync(shape, cancellationToken).ConfigureAwait(false))
            {
                if (line.Length > mostBytes)
                    throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"a request of {line.Length} bytes is over the Batch API's {mostBytes} for a whole file"));
                if (file is null || requests == mostRequests || bytes + line.Length > mostBytes)
                {
                    if (file is not null)
                        await file.DisposeAsync().ConfigureAwait(false);
                    file = OutputFile.Create(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"requests-{++files:00000}.jsonl")));
                    (requests, bytes) = (0, 0);
                }

                await file.WriteAsync(line, cancellationToken).ConfigureAwait(false);
                (requests, bytes) = (requests + 1, bytes + line.Length);
            }
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync().ConfigureAwait(false);
        }
    }
}
