using System.CommandLine;
using Haystack.Reports;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack export</c>: a stored run's trials as a table.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command("export", "Writes a stored run's trials as CSV or Parquet, one row a trial; needs no model.");
        var run = RunArgument.Create();
        var output = new Option<string>("--out") { Description = "The file to write; its ending says what: .csv or .parquet.", HelpName = "FILE", Required = true };
        command.Add(run);
        command.Add(output);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(output)!;
            var format = Path.GetExtension(path).ToLowerInvariant();
            if (format is not (".csv" or ".parquet"))
                throw new HaystackException($"--out {path}: the file's ending says what is written: .csv or .parquet");
            using var stored = RunArgument.Open(parsed.GetValue(run)!);
            var trials = stored.Trials(TrialTexts.All).Where(t => !t.IsCold);
            if (format == ".csv")
                CsvExport.Write(trials, path, cancellationToken);
            else
                await ParquetExport.WriteAsync(trials, stored.Manifest, path, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(path).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }
}
