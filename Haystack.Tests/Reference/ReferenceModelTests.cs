using System.Diagnostics;
using FluentAssertions;
using Haystack.Certifying;
using Haystack.Reference;
using Haystack.Tokenization;
using Haystack.Tokenization.Checking;
using Xunit;

namespace Haystack.Tests.Reference;

/// <summary>What the composed transformer answers, in plain code.</summary>
public sealed class ReferenceModelTests(ITestOutputHelper output)
{
    private static readonly Lazy<ReferenceModel> Sharp = new(() => ReferenceModel.Compose(new ReferenceOptions()));

    [Fact]
    public void The_sharp_model_answers_every_question_of_a_text_right_and_says_where_it_does_not_say()
    {
        var watch = Stopwatch.StartNew();
        var model = Sharp.Value;
        output.WriteLine($"composed in {watch.Elapsed.TotalSeconds:0.00} s: width {model.Layout.Width}, {model.Vocabulary.Tokens.Count} tokens");
        watch.Restart();
        var text = ReferenceText.Write(model, 2000, 8, new Seed(1));
        output.WriteLine($"written in {watch.Elapsed.TotalSeconds:0.00} s");
        text.Facts.Should().HaveCount(16);
        watch.Restart();
        var answers = ReferenceCertificate.Answer(new ReferenceEvaluator(model), text, 2000).ToList();
        output.WriteLine($"answered in {watch.Elapsed.TotalSeconds:0.00} s");
        answers.Should().HaveCount(8 * 3 + 1).And.OnlyContain(a => a.Outcome == ReferenceOutcome.Right);
        foreach (var answer in answers)
            answer.Question.Tokens.Should().Equal(model.Tokenizer.Ids(answer.Question.Prompt), "a question's tokens are put together from the text's and its own");
    }

    [Fact]
    public void What_is_not_shown_to_tokens_that_need_it_not_changes_nothing()
    {
        var text = ReferenceText.Write(Sharp.Value, 512, 4, new Seed(2));
        foreach (var question in text.Questions().Take(3))
        {
            var prompt = Sharp.Value.Tokenizer.Ids(question.Prompt);
            var (one, all) = (new ReferenceEvaluator(Sharp.Value).Start(), new ReferenceEvaluator(Sharp.Value, showsAll: true).Start());
            one.ReadPrompt(prompt, TestContext.Current.CancellationToken);
            all.ReadPrompt(prompt, TestContext.Current.CancellationToken);
            for (var i = 0; i < 3; i++)
            {
                one.Logits().Zip(all.Logits(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(0.01f);
                int[] next = [one.Next()];
                one.Read(next, TestContext.Current.CancellationToken);
                all.Read(next, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_same_options_give_the_same_bytes()
    {
        string Bytes()
        {
            using var file = new MemoryStream();
            ReferenceModel.Compose(new ReferenceOptions()).WriteGguf(file);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file.ToArray()));
        }

        Bytes().Should().Be(Bytes());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_dull_model_forgets_by_the_law_that_it_is_made_for()
    {
        const int half = 1024;
        var certificate = ReferenceCertificate.Find(ReferenceModel.Compose(new ReferenceOptions { Recency = half }), 4, 8192, TestContext.Current.CancellationToken);
        foreach (var bin in certificate.Bins)
        {
            var law = Remembering.Recall(Math.Sqrt(bin.From * (double)bin.To) / half);
            output.WriteLine($"{bin.From}-{bin.To}: {bin.Right} of {bin.Asked}, by the law {law:0.000}");
            bin.Wrong.Should().Be(0, "what is not found is said not to be there");
            law.Should().BeInRange(bin.Interval.Low - 0.05, bin.Interval.High + 0.05);
        }

        certificate.HalfDistance!.Low.Should().BeLessThan(half);
        certificate.HalfDistance.High.Should().BeGreaterThan(half);
        certificate.Asked.AbsentRight.Should().Be(certificate.Asked.Absent);
    }

    [Fact]
    public void A_low_sharpness_fails_later_links_first()
    {
        var certificate = ReferenceCertificate.Find(ReferenceModel.Compose(new ReferenceOptions { Sharpness = 4 }), 2, 512, TestContext.Current.CancellationToken);
        certificate.Asked.Right.Should().BeLessThan(certificate.Asked.Asked);
    }

    [Fact]
    public void No_two_codes_are_nearer_than_the_code_promises()
    {
        var random = new Seed(5).Stream();
        var codes = Enumerable.Range(0, 2000).Select(_ => SignCodes.Of(random.Next(SignCodes.Count))).Distinct().ToArray();
        var least = codes.SelectMany((a, i) => codes.Skip(i + 1).Select(b => ulong.PopCount(a ^ b))).Min();
        least.Should().BeGreaterThanOrEqualTo(22);
        SignCodes.Nearest.Should().BeInRange(0.3125, 0.37);
        SignCodes.Direction(7).Sum(c => c * c).Should().BeApproximately(1, 1e-12);
    }

    [Theory]
    [InlineData(0, 120, 0, "--hops 0: *1 to 5*")]
    [InlineData(9, 120, 0, "--hops 9: *1 to 5*")]
    [InlineData(2, 1e9, 0, "--sharpness 1000000000: *")]
    [InlineData(2, double.NaN, 0, "--sharpness NaN: *")]
    [InlineData(2, 120, 3, "--recency 3: *")]
    [InlineData(2, 50, 1024, "--recency 1024 with --sharpness 50: *")]
    public void What_no_model_can_be_made_of_is_refused(int hops, double sharpness, int recency, string message) =>
        FluentActions.Invoking(() => new ReferenceOptions { Hops = hops, Sharpness = sharpness, Recency = recency }.Checked()).Should().Throw<HaystackException>().WithMessage(message);

    [Fact]
    public void The_file_is_a_model_whose_tokenizer_this_program_reads_by_two_ways()
    {
        using var file = new MemoryStream();
        Sharp.Value.WriteGguf(file);
        file.Position = 0;
        var read = GgufVocabulary.Read("reference", file);
        read.Kind.Should().Be("rwkv");
        var tokenizer = VocabularyTokenizer.Create(read);
        tokenizer.Fingerprint.Should().Be(Sharp.Value.Tokenizer.Fingerprint);
        var text = ReferenceText.Write(Sharp.Value, 300, 3, new Seed(4)).Text + " – naïve \\ 中文 \t 🎈.";
        var tokens = tokenizer.Encode(text);
        tokens.Should().Equal(new GgmlSecondEncoder(read).Encode(text));
        tokenizer.Count(text).Should().Be(tokens.Count);
        tokens[^1].End.Should().Be(text.Length);
    }
}
