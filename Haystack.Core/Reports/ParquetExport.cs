using Haystack.Storage;
using Parquet;
using Parquet.Schema;

namespace Haystack.Reports;

/// <summary>Trials as Parquet: typed columns, missing is null, texts untouched.</summary>
public static class ParquetExport
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "trials.parquet";

    private const int RowsPerGroup = 20_000;

    /// <summary>Writes one row a trial; the file appears whole or not at all.</summary>
    /// <exception cref="HaystackException">It cannot be written; one line says why.</exception>
    public static async Task WriteAsync(RunData run, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await WriteAsync(run.Trials, run.Manifest, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same of trials that are read one after the other.</summary>
    internal static Task WriteAsync(IEnumerable<TrialRow> trials, IReadOnlyDictionary<string, string> manifest, string path, CancellationToken cancellationToken) =>
        OutputFile.WriteAsync(path, async (stream, stop) =>
        {
            if (stream.CanSeek)
            {
                await WriteAsync(trials, manifest, stream, stop).ConfigureAwait(false);
                return;
            }

            // A pipe: the format's writer looks back at what it wrote.
            using var whole = new MemoryStream();
            await WriteAsync(trials, manifest, whole, stop).ConfigureAwait(false);
            await stream.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length), stop).ConfigureAwait(false);
        }, cancellationToken);

    private static async Task WriteAsync(IEnumerable<TrialRow> trials, IReadOnlyDictionary<string, string> manifest, Stream stream, CancellationToken cancellationToken)
    {
        var fields = TrialFields.All.Select(f => new DataField(f.Name, f.Type, isNullable: true)).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = manifest.ToDictionary(m => $"haystack.{m.Key}", m => m.Value);
            foreach (var rows in trials.Chunk(RowsPerGroup))
            {
                using var group = writer.CreateRowGroup();
                for (var i = 0; i < fields.Length; i++)
                    await WriteColumnAsync(group, fields[i], TrialFields.All[i], rows, cancellationToken).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }

    private static Task WriteColumnAsync(ParquetRowGroupWriter group, DataField field, TrialField column, TrialRow[] rows, CancellationToken cancellationToken)
    {
        if (column.Type == typeof(string))
            return group.WriteAsync(field, [.. rows.Select(r => (string?)column.Value(r))]);
        if (column.Type == typeof(int))
            return Numbers<int>();
        if (column.Type == typeof(long))
            return Numbers<long>();
        return column.Type == typeof(bool) ? Numbers<bool>() : Numbers<double>();

        Task Numbers<T>()
            where T : struct =>
            group.WriteAsync<T>(field, (T?[])[.. rows.Select(r => (T?)column.Value(r))], null, null, cancellationToken);
    }
}
