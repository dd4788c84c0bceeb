using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.Inference.OpenAi;
using Haystack.Reports;
using Haystack.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>What is printed is inert, wherever it comes from.</summary>
public sealed class InertOutputTests : IDisposable
{
    private const string Attack = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202E\u200Bx\r";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Control_characters_in_any_text_column_of_a_store_reach_no_terminal()
    {
        (await RunAsync("sweep", "--model", "builtin/guess", "--contexts", "2k", "--documents", "1", "--arms", "pair,first", "--out", "run", "--ui", "none")).ExitCode.Should().Be(0);
        // Every column that may hold any text, and that nothing parses: names, replies, readings, server texts.
        foreach (var (table, columns) in new[]
        {
            ("trials", new[] { "answer", "response", "thinking", "reading", "fault", "expected", "question", "done_reason" }),
            ("models", ["provider", "digest", "quantization", "parameter_size", "server", "tokenizer_note", "tokenizer_source"]),
        })
        {
            using var connection = new SqliteConnection($"Data Source={_folder["run/run.db"]};Pooling=False");
            connection.Open();
            using (var unsealed = connection.CreateCommand())
            {
                unsealed.CommandText = "DROP TABLE IF EXISTS seals";
                unsealed.ExecuteNonQuery();
            }

            foreach (var column in columns)
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE {table} SET {column} = $attack || COALESCE({column}, '')";
                command.Parameters.AddWithValue("$attack", Attack);
                command.ExecuteNonQuery().Should().BePositive(column);
            }
        }

        var keys = Haystack.Storage.RunReader.Read(_folder["run"]).Trials.Select(t => t.Key).Take(2).ToList();
        foreach (var command in new string[][] { ["report", "run"], ["report", "run", "--json"], ["report", "run", "--json", "--fit"], ["show", "run"], ["show", "run", keys[0]], ["show", "run", keys[1]], ["rescore", "run"], ["gate", "run", "--min-accuracy", "0.1"], ["compare", "run"] })
        {
            var ended = await RunAsync(command);
            Live(ended.Output + ended.Error).Should().BeEmpty(string.Join(' ', command));
            ended.Error.Should().NotContain("internal error");
        }
    }

    [Fact]
    public async Task Control_characters_in_the_name_of_a_file_reach_no_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names are refused there");
        var name = "evil\u001b[2J\u200B.txt";
        File.WriteAllText(_folder[name], "The harbour was closed. The ferry did not sail.");
        foreach (var command in new string[][] { ["corpus", "stats", name], ["corpus", "add", "mine", name], ["plan", "--corpus", name, "--contexts", "2k"], ["report", name] })
        {
            var ended = await HaystackProcess.RunAsync(_folder.Path, command, new Dictionary<string, string> { ["HAYSTACK_DATA"] = _folder["data"] });
            (ended.Output + ended.Error).Length.Should().BePositive();
            Live(ended.Output + ended.Error).Should().BeEmpty(string.Join(' ', command));
        }
    }

    [Fact]
    public void A_writer_lets_nothing_through_in_pieces_either()
    {
        using var written = new StringWriter();
        using var inert = new InertWriter(written);
        foreach (var c in Attack)
            inert.Write(c);
        inert.Write(Attack.ToCharArray());
        inert.WriteLine(Attack);
        Live(written.ToString()).Should().BeEmpty();
    }

    [Fact]
    public void A_volume_and_a_log_hold_for_lines_that_come_in_pieces()
    {
        using var volume = ErrorVolume.Set(Haystack.Cli.Program.CreateRoot().Parse(["man", "--quiet", "--log", _folder["log"]]));
        using var written = new StringWriter();
        using var inert = new InertWriter(written, isError: true);
        inert.Write("told in ");
        inert.Write("pieces\nwarning: a");
        inert.WriteLine(" whole line");
        inert.Write("haystack: not ended");
        inert.Flush();
        written.ToString().Should().Be($"warning: a whole line{Environment.NewLine}haystack: not ended");
        File.ReadAllLines(_folder["log"]).Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Should().ContainInOrder("told in pieces", "warning: a whole line", "haystack: not ended");
    }

    [Fact]
    public void No_text_of_the_csv_is_a_formula_by_comma_or_semicolon()
    {
        var run = SampleRuns.OneCell with
        {
            Trials = [.. SampleRuns.OneCell.Trials.Select((t, i) => t with { Response = (string[])["=1+1", "a;=1+1", "a;\" =1+1", "@x", "-2", "a\n+1", "\t=1"] is var all ? all[i % all.Length] : "" })],
        };
        CsvExport.Write(run, _folder["trials.csv"], TestContext.Current.CancellationToken);
        File.ReadAllText(_folder["trials.csv"]).Should().NotMatchRegex("[;\n,]\"?[=+@]").And.Contain("'=1+1").And.Contain("a;'=1+1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("Bearer ")]
    [InlineData("user:")]
    public void Encoded_echoes_of_a_key_are_struck_out(string before)
    {
        const string key = "sk-proj-4f9A_77?>/+zzTop";
        var bytes = System.Text.Encoding.UTF8.GetBytes(before + key + " and more");
        var pattern = new KeyPattern(key);
        var base64 = Convert.ToBase64String(bytes);
        foreach (var echo in new[] { base64, base64.Replace('+', '-').Replace('/', '_'), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes) })
            pattern.StrikeOut($"you sent {echo}.").Should().Contain("***").And.NotContain(echo);
        pattern.StrikeOut("nothing of it").Should().Be("nothing of it");
    }

    private Task<HaystackProcess.Ended> RunAsync(params string[] command) => HaystackProcess.RunAsync(_folder.Path, command);

    private static string Live(string text) =>
        string.Concat(text.Where(c => c is not ('\n' or '\t') && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format)).Distinct().Select(c => $"U+{(int)c:X4} "));
}
