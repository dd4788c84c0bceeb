namespace Haystack.Corpora.Reading;

/// <summary>The text files under a path, each once: links are followed, but not in circles, and no file is read twice.</summary>
internal sealed class TextFiles
{
    private const int DeepestFolder = 64;

    /// <summary>More entries are no text for a corpus, but the wrong folder: a whole disk, or one that somebody else's run names.</summary>
    private const int MostEntries = 100_000;

    private static readonly string[] Extensions = [".txt", ".text", ".md", ".markdown"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _passedOver = [];
    private int _entries;

    /// <summary>What was passed over, and why, a line each.</summary>
    public IReadOnlyList<string> PassedOver => _passedOver;

    /// <summary>The file of a path, or the text files of a folder in ordinal order of their paths.</summary>
    /// <exception cref="HaystackException">There is nothing there, or it cannot be read.</exception>
    public IReadOnlyList<string> Of(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return !File.Exists(path) ? throw new HaystackException($"{path}: no such file or folder")
                    : IsNew(path) ? [path] : [];
            }

            var found = new List<string>();
            var others = new SortedDictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            Walk(path, found, others, 0);
            if (others.Count > 0)
                _passedOver.Add($"{path}: {string.Join(", ", others.Select(o => $"{o.Value} {(o.Key.Length == 0 ? "without an extension" : o.Key)}"))}: no .txt or .md");
            found.Sort(StringComparer.Ordinal);
            string[] files = [.. found.Where(IsNew)];
            return files.Length > 0 ? files : throw new HaystackException($"{path}: no .txt or .md file in this folder");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HaystackException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }

    private void Walk(string folder, List<string> found, SortedDictionary<string, int> others, int depth)
    {
        if (depth > DeepestFolder)
            throw new HaystackException($"{folder}: folders lie more than {DeepestFolder} deep");
        if (!_seen.Add(RealPath.Of(folder) + Path.DirectorySeparatorChar))
        {
            _passedOver.Add($"{folder}: the same folder was read under another name");
            return;
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden };
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (++_entries > MostEntries)
                throw new HaystackException($"{folder}: there are more than {MostEntries:N0} files and folders to look at: name a smaller folder");
            var path = Path.Combine(folder, entry.Name);
            if (Directory.Exists(path))
                Walk(path, found, others, depth + 1);
            else if (Extensions.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase))
                found.Add(path);
            else
                others[Path.GetExtension(entry.Name)] = others.GetValueOrDefault(Path.GetExtension(entry.Name)) + 1;
        }
    }

    private bool IsNew(string file)
    {
        if (_seen.Add(RealPath.Of(file)))
            return true;
        _passedOver.Add($"{file}: the same file was read under another name");
        return false;
    }
}
