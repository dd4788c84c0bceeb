using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.DataSets;
using Haystack.Planning;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack generate</c>: the questions as a data set.</summary>
internal static class GenerateCommand
{
    private const string DefaultTokenizer = "tiktoken:o200k_base";

    public static Command Create()
    {
        var command = new Command("generate", "Writes the questions as JSON lines, one object a question, to --out or stdout. With --tokenizer it needs no server; with --model it writes exactly the messages that sweep would send.");
        var settings = new SweepSettings(command);
        var count = new Option<bool>("--count") { Description = "Say how much would be written, and write nothing." };
        command.Add(count);
        command.Runs((parsed, cancellationToken) => RunAsync(settings.Read(parsed), parsed.GetValue(count), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SweepOptions options, bool count, CancellationToken cancellationToken)
    {
        var path = options.OutputDirectory;
        options = options with { OutputDirectory = null };
        if (options.Models.Count > 1)
            throw new HaystackException("generate writes for one --model at a time");
        void Notice(string text) => Console.Error.WriteLine(TerminalText.CleanLine(text));
        if (options.Models.Count == 0)
        {
            var tokenizer = TokenizerSpec.Load(options.Tokenizer ?? DefaultTokenizer);
            SweepValidation.RequireConsistent(options);
            var ladder = ContextLadder.Build(options, tokenizer.Source, modelMaximum: null);
            var sources = new TextSources(options, ladder[^1].ContextTokens, Notice);
            await WriteAsync(new DataSet(options, DocumentSets.Create(options, sources, tokenizer, ladder, templateTokens: 0), sources, tokenizer), path, count, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        var sweep = await new SweepPreparation(options, new SweepEnvironment(), Notice).PrepareAsync(probe: true, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        var model = sweep.Models[0];
        await WriteAsync(new DataSet(options, model.Sets, sweep.Sources, model.Tokenizer), path, count, cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static async Task WriteAsync(DataSet data, string? path, bool count, CancellationToken cancellationToken)
    {
        if (count)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{data.Lines:N0} questions about {data.Documents:N0} documents, {data.Tokens:N0} prompt tokens at most")).ConfigureAwait(false);
            return;
        }

        if (path is null)
        {
            var stdout = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
            await using var buffered = stdout.ConfigureAwait(false);
            await data.WriteAsync(stdout, cancellationToken).ConfigureAwait(false);
            return;
        }

        await WholeFile.WriteAsync(path, data.WriteAsync, cancellationToken).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{data.Lines:N0} questions about {data.Documents:N0} documents in {TerminalText.CleanLine(path)}")).ConfigureAwait(false);
    }
}
