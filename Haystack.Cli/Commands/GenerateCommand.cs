using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.DataSets;
using Haystack.DataSets.Formats;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Planning;
using Haystack.Preparing;
using Haystack.Sets;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack generate</c>: the questions as a data set.</summary>
internal static class GenerateCommand
{
    private const string DefaultTokenizer = "tiktoken:o200k_base";

    public static Command Create()
    {
        var command = new Command("generate", "Writes the questions as a data set: JSON lines to --out or stdout, or another program's --format. With --tokenizer it needs no server; with --model it writes exactly the messages that sweep would send.");
        var settings = new SweepSettings(command);
        var count = new Option<bool>("--count") { Description = "Say how much would be written, and write nothing." };
        var format = new Option<string>("--format")
        {
            Description = "haystack (default) and inspect (inspect_ai) are JSON lines; lm-eval (lm-evaluation-harness), hf (Hugging Face datasets) and openai-batch (OpenAI Batch requests) are folders, which --out names.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "haystack",
        };
        format.CompletionSources.Add([.. DataSetFormats.All]);
        var requestModel = new Option<string?>("--request-model") { Description = "The model that the requests of openai-batch name, with its options (default: that of --model openai/NAME).", HelpName = "NAME" };
        command.Add(format);
        command.Add(requestModel);
        command.Add(count);
        command.Runs((parsed, cancellationToken) =>
        {
            var options = settings.Read(parsed);
            var model = parsed.GetValue(requestModel) ?? options.Models.FirstOrDefault(m => ModelProviders.Before(m) == OpenAiServer.Provider);
            var output = new Output(options.OutputDirectory, DataSetFormats.Parse(parsed.GetValue(format)!), model, parsed.GetValue(count));
            return RunAsync(options with { OutputDirectory = null }, output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(SweepOptions options, Output output, CancellationToken cancellationToken)
    {
        output.Check(options);
        if (options.Models.Count > 1)
            throw new HaystackException("generate writes for one --model at a time");
        void Notice(string text) => Console.Error.WriteLine(TerminalText.CleanLine(text));
        if (options.Models.Count == 0)
        {
            var tokenizer = TokenizerSpec.Load(options.Tokenizer ?? DefaultTokenizer);
            SweepValidation.RequireConsistent(options);
            var ladder = ContextLadder.Build(options, tokenizer.Source, modelMaximum: null);
            var sources = new TextSources(options, ladder[^1].ContextTokens, Notice);
            var sets = DocumentSets.Create(options, sources, tokenizer, ladder, templateTokens: 0);
            foreach (var line in sets.SelectMany(s => s.Substitutes).Distinct(StringComparer.Ordinal))
                Notice(line);
            await WriteAsync(new DataSet(options, sets, sources, tokenizer), output, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        var sweep = await new SweepPreparation(options, new SweepEnvironment(), Notice).PrepareAsync(probe: true, cancellationToken).ConfigureAwait(false);
        await using var prepared = sweep.ConfigureAwait(false);
        var model = sweep.Models[0];
        await WriteAsync(new DataSet(options, model.Sets, sweep.Sources, model.Tokenizer), output, cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static async Task WriteAsync(DataSet data, Output output, CancellationToken cancellationToken)
    {
        if (output.IsCountOnly)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{data.Lines:N0} questions about {data.Documents:N0} documents, {data.Tokens:N0} prompt tokens at most")).ConfigureAwait(false);
            return;
        }

        if (output.Path is not { } path)
        {
#pragma warning disable RS0030 // A data set is bytes, not lines for a terminal.
            var stdout = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
#pragma warning restore RS0030
            await using var buffered = stdout.ConfigureAwait(false);
            await data.WriteAsync(output.Format, stdout, cancellationToken).ConfigureAwait(false);
            return;
        }

        await data.WriteAsync(output.Format, path, output.RequestModel, cancellationToken).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{data.Lines:N0} questions about {data.Documents:N0} documents in {TerminalText.CleanLine(path)}")).ConfigureAwait(false);
    }

    /// <summary>Where the data set goes, and as what.</summary>
    private sealed record Output(string? Path, DataSetFormat Format, string? RequestModel, bool IsCountOnly)
    {
        /// <summary>Finds what cannot be before any work is done.</summary>
        public void Check(SweepOptions options)
        {
            if (Format.IsFolder() && Path is null && !IsCountOnly)
                throw new HaystackException("this --format is a folder of files: say with --out where it is to be");
            if (Format == DataSetFormat.OpenAiBatch)
                _ = BatchLine.For(RequestModel, options);
            else if (RequestModel is not null && ModelProviders.Before(RequestModel) != OpenAiServer.Provider)
                throw new HaystackException("--request-model belongs to --format openai-batch");
        }
    }
}
