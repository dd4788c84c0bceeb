using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.DataSets.Formats;
using Haystack.Tests.Reports;
using Parquet.Serialization;

namespace Haystack.Tests.Cli;

/// <summary>A planted key, and a look for any eight characters of it in a row, in every form that files and streams may hide it in.</summary>
internal static partial class Secret
{
    /// <summary>Long as real keys are; its tail is of letters that no hash in hexadecimal has.</summary>
    public const string Key = "sk-PLANTED/Qx7TzLw9VkRm4HsYp2+JnGuWo";

    private const int Piece = 8;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Pieces =
    [
        .. Windows("PLANTED/Qx7TzLw9VkRm4HsYp2+JnGuWo"),
        .. Windows(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))),
        .. Windows(Uri.EscapeDataString(Key)),
    ];

    /// <summary>Holds no piece of it.</summary>
    public static void ShouldNotBeIn(string text, string where) =>
        Pieces.Where(p => text.Contains(p, StringComparison.Ordinal)).Should().BeEmpty($"{where} must hold nothing of the key");

    /// <summary>No file below <paramref name="directory"/> holds a piece of it; packed ones are unpacked. Says how many there were.</summary>
    public static async Task<int> ShouldNotBeInFilesAsync(string directory, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, cancellationToken));
            ShouldNotBeIn(text, file);
            ShouldNotBeIn(Path.GetFileName(file), "a file's name");
            if (file.EndsWith(".html", StringComparison.Ordinal))
            {
                foreach (Match block in PackedBlock().Matches(text))
                    ShouldNotBeIn(Unpack(block.Groups[1].Value), file);
            }
            else if (file.EndsWith(".parquet", StringComparison.Ordinal))
            {
                if (file.Contains($"{Path.DirectorySeparatorChar}data{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                {
                    // A data set's rows hold lists.
                    await using var stream = File.OpenRead(file);
                    var rows = (await ParquetSerializer.DeserializeAsync<HuggingFaceRow>(stream, cancellationToken: cancellationToken)).Data;
                    rows.Should().NotBeEmpty();
                    ShouldNotBeIn(JsonSerializer.Serialize(rows, Plain), file);
                    continue;
                }

                foreach (var (name, column) in await ParquetFile.ReadAsync(file, cancellationToken))
                    ShouldNotBeIn(string.Join('\n', column.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))), $"{file}, column {name}");
            }
        }

        return files.Length;
    }

    private static string Unpack(string packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var reader = new StreamReader(deflate);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Windows(string text) => Enumerable.Range(0, text.Length - Piece + 1).Select(i => text.Substring(i, Piece));

    [GeneratedRegex("<script type=\"text/plain\" id=\"[a-z0-9-]+\">([A-Za-z0-9+/=]+)</script>")]
    private static partial Regex PackedBlock();
}
