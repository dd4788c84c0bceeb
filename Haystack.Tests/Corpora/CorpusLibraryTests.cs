using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Xunit;

namespace Haystack.Tests.Corpora;

public sealed class CorpusLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haystack-corpora-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_a_folder_and_every_encoding_give_their_text()
    {
        Write("b.txt", Encoding.UTF8.GetBytes("Second."));
        Write("a.md", [0xEF, 0xBB, 0xBF, .. "# First *one*"u8]);
        Write("sub/c.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Third é.")]);
        Write("ignored.bin", [0, 1, 2]);
        Load(_folder).Text.Should().Be(" \n\nFirst one \n\nSecond. \n\nThird é.");

        Write("gb.txt", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("今天下雨。"));
        Load(Path.Combine(_folder, "gb.txt"), "zh").Text.Should().Be(" \n\n今天下雨。");
    }

    [Fact]
    public void What_cannot_be_a_corpus_is_refused_in_one_line()
    {
        Refusal(Path.Combine(_folder, "none.txt")).Should().EndWith("no such file or folder");
        Refusal("novel").Should().StartWith("there is no corpus novel: shipped are chronicle, report, minutes, prose, noise;");
        Refusal(_folder).Should().EndWith("no .txt or .md file in this folder");
        Write("empty.txt", " \n \n"u8.ToArray());
        Refusal(Path.Combine(_folder, "empty.txt")).Should().EndWith("there is no text in it");
        Write("bell.txt", "One.\nTwo\u0007."u8.ToArray());
        Refusal(Path.Combine(_folder, "bell.txt")).Should().EndWith("line 2: control character U+0007; is this a text file?");
        Write("bytes.txt", [0x41, 0xFF, 0xFF, 0x42]);
        Refusal(Path.Combine(_folder, "bytes.txt")).Should().Contain("it is not UTF-8 (byte 1), and in no other encoding known here is it plausible text");
        Write("short.txt", "Short."u8.ToArray());
        Load(Path.Combine(_folder, "short.txt"), "en", 100).SentenceCount.Should().Be(1, "a short text is read again from its beginning where it is used up");
        FluentActions.Invoking(() => Load("chronicle", "fr")).Should().Throw<HaystackException>();
    }

    [Fact]
    public void Gutenberg_headers_and_footers_go()
    {
        Write("book.txt", Encoding.UTF8.GetBytes(
            "The Project Gutenberg eBook\r\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\r\n\r\nIt began.\r\n\r\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\r\nLicence."));
        Load(Path.Combine(_folder, "book.txt")).Text.Should().Be(" \n\nIt began.");
    }

    [Fact]
    public void An_imported_corpus_comes_back_as_it_was_and_damage_is_noticed()
    {
        Write("a.md", "# Title\n\n- one\n- two\n\n```\nif x:\n    y()\n```\n\nEnd. Really."u8.ToArray());
        var imported = new ImportedCorpora(Path.Combine(_folder, "data"));
        var added = imported.Add("mine", "en", [Path.Combine(_folder, "a.md")]);
        imported.Names().Should().Equal("mine");
        var loaded = CorpusLibrary.Load("mine", "en", new Seed(1), 10, imported);
        loaded.Text.Should().Be(added.Text).And.Be(" \n\nTitle \n\n- one \n- two \n\nif x: \n    y() \n\nEnd. Really.");
        loaded.Boundaries.Should().Equal(added.Boundaries);
        loaded.Sha256.Should().Be(added.Sha256);

        var file = Path.Combine(_folder, "data", "mine.corpus");
        File.WriteAllText(file, File.ReadAllText(file).Replace("Really", "Rarely", StringComparison.Ordinal));
        FluentActions.Invoking(() => imported.Load("mine")).Should().Throw<HaystackException>().WithMessage("*is damaged*");
    }

    [Theory]
    [InlineData("../mine")]
    [InlineData("/etc/mine")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("noise")]
    public void Names_cannot_leave_the_folder_or_hide_a_shipped_corpus(string name)
    {
        Write("a.txt", "Text."u8.ToArray());
        var imported = new ImportedCorpora(Path.Combine(_folder, "data"));
        FluentActions.Invoking(() => imported.Add(name, "en", [Path.Combine(_folder, "a.txt")])).Should().Throw<HaystackException>();
        Directory.Exists(Path.Combine(_folder, "data")).Should().BeFalse();
    }

    [Fact]
    public void Noise_repeats()
    {
        var noise = CorpusLibrary.Load("noise", "en", new Seed(1), 200);
        noise.Text.Should().StartWith(" \n\nThe grass is green. The sky is blue. The sun is yellow. Here we go. There and back again. \nThe grass is green.");
        CorpusLibrary.Load("noise", "zh", new Seed(1), 200).Text.Should().StartWith(" \n\n草是绿的。天是蓝的。");
    }

    private Corpus Load(string path, string language = "en", int least = 1) =>
        CorpusLibrary.Load(path, language, new Seed(1), least, new ImportedCorpora(Path.Combine(_folder, "data")));

    private string Refusal(string path) =>
        FluentActions.Invoking(() => Load(path)).Should().Throw<HaystackException>().Which.Message;

    private byte[] Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return content;
    }
}
