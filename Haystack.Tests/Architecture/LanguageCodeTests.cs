using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Languages;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>A language is a folder of data files: no source of the program asks which one it is.</summary>
public sealed class LanguageCodeTests
{
    /// <summary>The language of a sweep that names none, and that of the reference model.</summary>
    private static readonly string[] MayName = [Path.Combine("Haystack.Core", "SweepDefaults.cs"), Path.Combine("Haystack.Core", "Reference") + Path.DirectorySeparatorChar];

    [Fact]
    public void No_source_names_a_language() => Naming(Sources()).Should().BeEmpty();

    [Theory]
    [InlineData("var join = language == \"{0}\" ? \"\" : \" \";")]
    [InlineData("if (language is not (\"{0}\" or \"xx\"))")]
    [InlineData("option.Add(\"xx,{0}\");")]
    public void One_that_does_is_seen(string line) =>
        Language.Codes.Where(code => Naming([("a.cs", line.Replace("{0}", code, StringComparison.Ordinal))]).Any()).Should().Equal(Language.Codes);

    private static IEnumerable<string> Naming(IEnumerable<(string File, string Text)> sources)
    {
        var code = new Regex($"\"(?:[a-z]{{2}},)*(?:{string.Join('|', Language.Codes)})(?:,[a-z]{{2}})*\"", RegexOptions.CultureInvariant);
        return sources.Where(s => !MayName.Any(m => s.File.StartsWith(m, StringComparison.Ordinal)))
            .SelectMany(s => code.Matches(s.Text), (s, match) => $"{s.File}: {match.Value}");
    }

    private static IEnumerable<(string File, string Text)> Sources()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Haystack.sln")))
            root = root.Parent ?? throw new InvalidOperationException("the tests run outside of the source tree");
        return from project in (string[])["Haystack.Core", "Haystack.Cli", "Haystack.LLama", "Haystack.LLama.Tool"]
               from file in Directory.EnumerateFiles(Path.Combine(root.FullName, project), "*.cs", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(root.FullName, file)
               where !name.Split(Path.DirectorySeparatorChar).Contains("obj")
               select (name, File.ReadAllText(file));
    }
}
