using Parquet;
using Parquet.Schema;

namespace Haystack.Tests.Reports;

/// <summary>A whole Parquet file as columns, for checking.</summary>
internal static class ParquetFile
{
    public static async Task<IReadOnlyDictionary<string, List<object?>>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var table = new Dictionary<string, List<object?>>();
        await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            foreach (var field in reader.Schema.GetDataFields())
            {
                if (!table.TryGetValue(field.Name, out var column))
                    table.Add(field.Name, column = []);
                column.AddRange(await ColumnAsync(group, field, cancellationToken));
            }
        }

        return table;
    }

    private static async Task<IEnumerable<object?>> ColumnAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        if (field.ClrType == typeof(int))
            return await NumbersAsync<int>();
        if (field.ClrType == typeof(long))
            return await NumbersAsync<long>();
        if (field.ClrType == typeof(bool))
            return await NumbersAsync<bool>();
        if (field.ClrType == typeof(double))
            return await NumbersAsync<double>();
        var texts = new string?[group.RowCount];
        await group.ReadAsync(field, texts.AsMemory(), null, cancellationToken);
        return texts;

        async Task<IEnumerable<object?>> NumbersAsync<T>()
            where T : struct
        {
            var values = new T?[group.RowCount];
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken);
            return values.Select(v => (object?)v);
        }
    }
}
