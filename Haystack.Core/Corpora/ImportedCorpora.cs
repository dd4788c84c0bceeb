using System.Text;
using System.Text.Json;

namespace Haystack.Corpora;

/// <summary>The corpora that the user imported: one file each in a folder of theirs.</summary>
/// <remarks>
/// A file has one line of JSON (name, language, sources, SHA-256) and then the sentences with their leads, parted by the
/// record separator U+001E, which no corpus can contain: what comes back is exactly what was imported.
/// </remarks>
internal sealed class ImportedCorpora(string directory)
{
    private const string Extension = ".corpus";
    private const char Separator = '\u001E';

    /// <summary>What was imported, in UTF-8, with its leads.</summary>
    private const long MostBytes = 1L << 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The folder that holds them.</summary>
    public string Directory => directory;

    /// <summary>
    /// The folder <c>corpora</c> under <c>HAYSTACK_DATA</c>, or under <c>haystack</c> in the user's data folder
    /// (<c>XDG_DATA_HOME</c>, by default <c>~/.local/share</c>).
    /// </summary>
    public static ImportedCorpora Default()
    {
        var data = Environment.GetEnvironmentVariable("HAYSTACK_DATA");
        if (string.IsNullOrEmpty(data))
        {
            // Without this option a folder that is not there yet has no name, and the import would land in the working directory.
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            data = Path.IsPathRooted(home) ? Path.Combine(home, "haystack") : throw new HaystackException("there is no home folder to keep corpora in: set HAYSTACK_DATA");
        }

        return new ImportedCorpora(Path.Combine(data, "corpora"));
    }

    /// <summary>Their names, in ordinal order.</summary>
    public IReadOnlyList<string> Names() =>
        !System.IO.Directory.Exists(directory)
            ? []
            : [.. System.IO.Directory.EnumerateFiles(directory, "*" + Extension)
                .Select(file => Path.GetFileNameWithoutExtension(file)).Where(IsName).Order(StringComparer.Ordinal)];

    /// <summary>Whether there is one of that name.</summary>
    public bool Contains(string name) => IsName(name) && File.Exists(FileOf(name));

    /// <summary>The language that one was imported as, read from its first line.</summary>
    public string LanguageOf(string name)
    {
        using var reader = new StreamReader(InputFile.Open(FileOf(name), MostBytes));
        return HeaderOf(reader.ReadLine() ?? "")?.Language ?? throw Damaged(name);
    }

    /// <summary>Imports text files or folders under a name; one that is there already is replaced.</summary>
    /// <param name="name">What it will be called.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="paths">Files or folders.</param>
    /// <param name="check">Refuses, by throwing, a text that no use can be made of; nothing is stored then.</param>
    /// <exception cref="HaystackException">The name is none, or is a shipped one; a path cannot be read.</exception>
    public Corpus Add(string name, string language, IReadOnlyList<string> paths, Action<Corpus>? check = null) => Add(name, language, paths, check, out _);

    /// <summary>The same, with what was read of which file.</summary>
    public Corpus Add(string name, string language, IReadOnlyList<string> paths, Action<Corpus>? check, out CorpusIntake intake)
    {
        if (!IsName(name))
            throw new HaystackException($"{name} is no name for a corpus: use up to 64 letters a-z, digits, and - or _ between them");
        if (CorpusLibrary.Shipped.Contains(name))
            throw new HaystackException($"{name} is a corpus that is shipped; choose another name");

        (var corpus, intake) = CorpusLoader.Load(name, language, new Seed(1), paths);
        check?.Invoke(corpus);
        var header = new Header(name, language, [.. paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))], corpus.Sha256);
        var content = new StringBuilder(JsonSerializer.Serialize(header, Json)).Append('\n');
        for (var i = 0; i < corpus.SentenceCount; i++)
            content.Append(i == 0 ? "" : Separator.ToString()).Append(corpus.Sentence(i));
        OutputFile.Write(FileOf(name), Encoding.UTF8.GetBytes(content.ToString()));
        return corpus;
    }

    /// <summary>Removes one; the texts that it was made of stay.</summary>
    /// <exception cref="HaystackException">There is none of that name; those that are there are named.</exception>
    public void Remove(string name)
    {
        if (CorpusLibrary.Shipped.Contains(name))
            throw new HaystackException($"{name} is a corpus that is shipped; only imported ones can be removed");
        if (!Contains(name))
            throw new HaystackException($"there is no imported corpus {name}{(Names() is [_, ..] names ? $"; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}" : "")}");
        File.Delete(FileOf(name));
    }

    /// <summary>Loads one, and checks that it is what was imported.</summary>
    public Corpus Load(string name)
    {
        if (!Contains(name))
            throw new HaystackException($"there is no imported corpus {name}");
        var content = InputFile.ReadAllText(FileOf(name), MostBytes);
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || HeaderOf(content[..end]) is not { Language: not null } header)
            throw Damaged(name);
        var builder = new CorpusBuilder(header.Language);
        foreach (var range in content.AsSpan(end + 1).Split(Separator))
            builder.AddWithLead(content.AsSpan(end + 1)[range]);
        var corpus = builder.Build(name);
        return corpus.Sha256 == header.Sha256 ? corpus : throw Damaged(name);
    }

    private static Header? HeaderOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Header>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private HaystackException Damaged(string name) =>
        new($"{FileOf(name)} is damaged; import the corpus again with `haystack corpus add {name} PATH`.");

    private string FileOf(string name) => Path.Combine(directory, name + Extension);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && char.IsAsciiLetterOrDigit(name[0]);

    private sealed record Header(string Name, string Language, IReadOnlyList<string> Sources, string Sha256);
}
