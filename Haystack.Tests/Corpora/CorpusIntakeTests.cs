using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Corpora;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Corpora;

/// <summary>Nothing of a user's text is dropped, doubled or waited for in silence.</summary>
public sealed class CorpusIntakeTests : IDisposable
{
    private const string Start = "*** START OF THE PROJECT GUTENBERG EBOOK {0} ***";
    private const string End = "*** END OF THE PROJECT GUTENBERG EBOOK {0} ***";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_books_in_one_file_every_one_is_kept_and_so_is_what_is_no_book()
    {
        var book = (string title, string text) => $"The Project Gutenberg eBook of {title}\n\nThis eBook is for the use of anyone.\n\n{Mark(Start, title)}\n\n{text}\n\n{Mark(End, title)}\n\nUpdated editions of Project Gutenberg works will replace the previous one.\n\n";
        File.WriteAllText(_folder["two.txt"], "My own preface.\n\n" + book("A", "It began.") + book("B", "It went on."));
        var (corpus, intake) = Load("two.txt");
        corpus.Text.Should().Be(" \n\nMy own preface. \n\nIt began. \n\nIt went on.");
        intake.Files[0].Books.Should().Be(2);
        intake.Files[0].BytesDropped.Should().BeInRange(300, 700);
        CorpusIntakeText.For(corpus, intake).Should().Contain("headers and footers of 2 Project Gutenberg books").And.Contain("first sentence: My own preface.").And.Contain("last sentence: It went on.");
    }

    [Theory]
    [InlineData("He wrote “*** END OF THE PROJECT GUTENBERG EBOOK X ***” on it. They laughed.")]
    [InlineData("*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nOnly a start.")]
    [InlineData("Only an end.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nMore.")]
    public void A_mark_that_is_quoted_or_has_no_partner_is_text(string text)
    {
        File.WriteAllText(_folder["quoted.txt"], text);
        var (corpus, intake) = Load("quoted.txt");
        Bare(corpus.Text).Should().Be(Bare(text));
        intake.Files[0].BytesDropped.Should().Be(0);
    }

    [Fact]
    public void Links_are_followed_once_and_circles_end()
    {
        Directory.CreateDirectory(_folder["texts/inner"]);
        File.WriteAllText(_folder["texts/a.txt"], "One.");
        File.WriteAllText(_folder["texts/inner/b.txt"], "Two.");
        File.WriteAllText(_folder["texts/inner/c.txt"], "One.");
        File.WriteAllText(_folder["texts/d.pdf"], "%PDF");
        Directory.CreateSymbolicLink(_folder["texts/inner/loop"], _folder["texts"]);
        File.CreateSymbolicLink(_folder["texts/z.txt"], _folder["texts/a.txt"]);
        var (corpus, intake) = Load("texts");
        corpus.Text.Should().Be(" \n\nOne. \n\nTwo. \n\nOne.");
        intake.Files.Select(f => Path.GetFileName(f.Path)).Should().Equal("a.txt", "b.txt", "c.txt");
        intake.Files[2].SameAs.Should().EndWith("a.txt");
        intake.PassedOver.Should().HaveCount(3).And.Contain(p => p.Contains("loop")).And.Contain(p => p.Contains("z.txt")).And.Contain(p => p.Contains("1 .pdf"));

        File.CreateSymbolicLink(_folder["texts/self.txt"], _folder["texts/self.txt"]);
        FluentActions.Invoking(() => Load("texts/self.txt")).Should().Throw<HaystackException>();
    }

    [Fact]
    public async Task A_pipe_and_a_device_are_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders here");
        await ExternalTool.RunAsync("mkfifo", [_folder["pipe.txt"]], "", TestContext.Current.CancellationToken);
        FluentActions.Invoking(() => Load("pipe.txt")).Should().Throw<HaystackException>().WithMessage("*pipe.txt' is a pipe or a device, not a file*");
        FluentActions.Invoking(() => CorpusLoader.Load("x", "en", "/dev/zero")).Should().Throw<HaystackException>();
    }

    [Fact]
    public void A_text_without_an_end_of_a_sentence_is_cut_in_linear_time_and_no_character_is_lost()
    {
        var texts = new Dictionary<string, string>
        {
            ["clauses"] = string.Concat(Enumerable.Repeat("他数了数一共有三十棵树，", 9_000)),
            ["nothing at all"] = string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)(0x4E00 + (i * 7919 % 8000)))),
            ["words"] = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"word{i} ")),
            ["lines"] = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a line number {i} without an end\n")),
            ["marks"] = string.Concat(Enumerable.Repeat("e\u0301\u0323", 20_000)),
        };
        foreach (var (name, text) in texts)
        {
            File.WriteAllText(_folder["long.txt"], text);
            var clock = Stopwatch.StartNew();
            var (corpus, intake) = Load("long.txt");
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), name);
            Bare(corpus.Text).Should().Be(Bare(NormalForm.Composed(text)), name);
            Enumerable.Range(0, corpus.SentenceCount).Max(i => corpus.Sentence(i).Length).Should().BeLessThan(700, name);
            if (name != "lines")
                CorpusIntakeText.For(corpus, intake).Should().Contain("without an end of a sentence", name);
        }
    }

    [Fact]
    public void A_huge_text_is_sampled_in_whole_lines_the_same_for_the_same_seed()
    {
        using (var file = new StreamWriter(_folder["huge.txt"]))
        {
            for (var i = 0; i < 700_000; i++)
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"This is line number {i}, and it ends with Ärger and 更新 here.\n"));
        }

        var (corpus, intake) = Load("huge.txt");
        intake.Files[0].BytesRead.Should().BeLessThan(34 << 20).And.BeLessThan(intake.Files[0].Bytes);
        CorpusIntakeText.For(corpus, intake).Should().Contain("a sample of");
        for (var i = 0; i < corpus.SentenceCount; i += 997)
            corpus.Sentence(i).Trim().ToString().Should().StartWith("This is line number ").And.EndWith(" here.");
        Load("huge.txt").Corpus.Sha256.Should().Be(corpus.Sha256);
        CorpusLoader.Load("x", "en", new Seed(2), [_folder["huge.txt"]]).Corpus.Sha256.Should().NotBe(corpus.Sha256);
    }

    private (Corpus Corpus, CorpusIntake Intake) Load(string name) => CorpusLoader.Load("x", "en", new Seed(1), [_folder[name]]);

    private static string Mark(string mark, string title) => string.Format(CultureInfo.InvariantCulture, mark, title);

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
