namespace Haystack.DataSets.Formats;

/// <summary>The formats by name, and what writes each.</summary>
internal static class DataSetFormats
{
    private static readonly (string Name, DataSetFormat Format)[] Names =
    [
        ("haystack", DataSetFormat.Haystack), ("inspect", DataSetFormat.InspectAi), ("lm-eval", DataSetFormat.LmEval),
        ("hf", DataSetFormat.HuggingFace), ("openai-batch", DataSetFormat.OpenAiBatch),
    ];

    /// <summary>The names.</summary>
    public static IEnumerable<string> All => Names.Select(n => n.Name);

    /// <summary>The format of a name.</summary>
    /// <exception cref="HaystackException">There is none.</exception>
    public static DataSetFormat Parse(string name) => Names.FirstOrDefault(n => n.Name == name) is { Name: not null } found
        ? found.Format
        : throw new HaystackException($"there is no format '{name}': {string.Join(", ", All)}");

    /// <summary>Whether the format is a folder of files; otherwise it is one stream of lines.</summary>
    public static bool IsFolder(this DataSetFormat format) => format is DataSetFormat.LmEval or DataSetFormat.HuggingFace or DataSetFormat.OpenAiBatch;

    /// <summary>Writes a format that is a stream.</summary>
    public static Task WriteAsync(this DataSet data, DataSetFormat format, Stream output, CancellationToken cancellationToken) =>
        data.WriteAsync(format == DataSetFormat.InspectAi ? new InspectLine() : new HaystackLine(), output, cancellationToken);

    /// <summary>Writes a format to a path: a file, or a folder that is not there yet. It appears whole or not at all.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="format">The format.</param>
    /// <param name="path">Where.</param>
    /// <param name="requestModel">The model that requests name, <c>name[?option=value&amp;…]</c>; only OpenAI Batch files need it.</param>
    /// <param name="cancellationToken">Stops; nothing is left.</param>
    /// <exception cref="HaystackException">It cannot be written.</exception>
    public static Task WriteAsync(this DataSet data, DataSetFormat format, string path, string? requestModel, CancellationToken cancellationToken) => format switch
    {
        DataSetFormat.LmEval => OutputFolder.WriteAsync(path, new LmEvalFolder(data).WriteAsync, cancellationToken),
        DataSetFormat.HuggingFace => OutputFolder.WriteAsync(path, new HuggingFaceFolder(data).WriteAsync, cancellationToken),
        DataSetFormat.OpenAiBatch => OutputFolder.WriteAsync(path, new BatchFolder(data, BatchLine.For(requestModel, data.Options)).WriteAsync, cancellationToken),
        _ => OutputFile.WriteAsync(path, (output, stop) => data.WriteAsync(format, output, stop), cancellationToken),
    };
}
