using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Serialization;

namespace Haystack.DataSets.Formats;

/// <summary>A Hugging Face dataset: <c>README.md</c>, the card, and <c>data/test-00001.parquet</c> and on.</summary>
/// <param name="data">The data set.</param>
/// <param name="mostCharactersAGroup">A row group ends with the row that reaches this; it is held in memory while it is written.</param>
/// <param name="mostGroupsAFile">Row groups in a file; a file is what people download at a time.</param>
internal sealed class HuggingFaceFolder(DataSet data, long mostCharactersAGroup = 16_000_000, int mostGroupsAFile = 16)
{
    private const int MostRowsAGroup = 10_000;

    /// <summary>Writes card and data into a folder.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await WriteRowsAsync(folder, cancellationToken).ConfigureAwait(false);
        OutputFile.Write(Path.Combine(folder, "README.md"), Encoding.UTF8.GetBytes(HuggingFaceCard.For(data)));
    }

    /// <summary>Writes the data alone, <c>data/test-*.parquet</c>.</summary>
    public async Task WriteRowsAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var (rows, characters, groups, targets) = (new List<HuggingFaceRow>(), 0L, 0, new Targets());
        await foreach (var (document, prompt) in data.QuestionsAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(HuggingFaceRow.Of(data.Tokenizer, targets, document, prompt));
            characters += rows[^1].Messages[0].Content.Length;
            if (characters >= mostCharactersAGroup || rows.Count == MostRowsAGroup)
                await FlushAsync().ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            if (rows.Count == 0)
                return;
            var path = Path.Combine(folder, "data", string.Create(CultureInfo.InvariantCulture, $"test-{(groups / mostGroupsAFile) + 1:00000}.parquet"));
            var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, RowGroupSize = MostRowsAGroup, Append = groups % mostGroupsAFile > 0 };
            var file = options.Append ? OutputFile.Continue(path) : OutputFile.Create(path);
            await using (file.ConfigureAwait(false))
                await ParquetSerializer.SerializeAsync(rows, file, options, cancellationToken: cancellationToken).ConfigureAwait(false);
            groups++;
            rows.Clear();
            characters = 0;
        }
    }
}
