using System.IO.Enumeration;

namespace Haystack.Base;

/// <summary>The files of a folder that others filled: each once, whatever links are in it.</summary>
internal static class InputFolder
{
    /// <summary>More files are no text for a corpus, but the wrong folder.</summary>
    private const int MostFiles = 100_000;

    /// <summary>
    /// The files below <paramref name="folder"/> with one of the extensions, in ordinal order. Links to folders are not
    /// gone into (they can lead in a circle), links to files are followed, hidden ones left out; a file that is reached
    /// in two ways is given once. What is no regular file is for <see cref="InputFile"/> to refuse.
    /// </summary>
    /// <exception cref="HaystackException">A folder cannot be read, or there are far too many files.</exception>
    public static IReadOnlyList<string> Files(string folder, IReadOnlyCollection<string> extensions)
    {
        try
        {
            var found = new FileSystemEnumerable<string>(
                folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && extensions.Contains(Path.GetExtension(entry.FileName).ToString(), StringComparer.OrdinalIgnoreCase),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            };
            var (files, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
            foreach (var file in found.Take(MostFiles + 1).Order(StringComparer.Ordinal))
            {
                if (seen.Add(RealPath.Of(file)))
                    files.Add(file);
            }

            return files.Count <= MostFiles ? files : throw new HaystackException($"{folder} has more than {MostFiles} files to read: name a smaller folder");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Fault(folder, fault);
        }
    }
}
