using System.CommandLine;
using System.Globalization;
using Haystack.Certifying;
using Haystack.Cli.Rendering;
using Haystack.Inference;
using Haystack.Inference.Health;
using Haystack.Reference;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack reference</c>: a standard weight for servers.</summary>
internal static class ReferenceCommand
{
    private const int UsualDocuments = 20, MostDocuments = 10_000;

    public static Command Create() => new("reference", "A transformer whose recall is known by construction, to be loaded into a server: a standard weight for what measures.") { Write(), Check() };

    private static Command Check()
    {
        var (hops, sharpness, recency) = Variant();
        var model = new Option<string>("--model", "-m") { HelpName = "M", Description = "The model's name at its server.", Required = true };
        var most = new Option<string>("--max-ctx") { HelpName = "SIZE", Description = "The longest prompt that is asked, with its reply.", DefaultValueFactory = _ => "16k" };
        var documents = new Option<int>("--documents") { HelpName = "N", Description = "Texts of each length.", DefaultValueFactory = _ => 2 };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each finding." };
        var command = new Command("check", "Asks a reference model in a server, holds every answer against the evaluator's, and says in words what is wrong. Exit code 2 if something is.") { model, hops, sharpness, recency, most, documents, json };
        var server = new ServerOptions(command);
        command.Runs(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(documents) is < 1 or > MostDocuments)
                throw new HaystackException($"--documents {parsed.GetValue(documents)}: a check takes 1 to {MostDocuments} texts of each length");
            var reference = ReferenceModel.Compose(new ReferenceOptions { Hops = parsed.GetValue(hops), Sharpness = parsed.GetValue(sharpness), Recency = TokenSize.Parse(parsed.GetValue(recency)!) });
            var contexts = ReferenceCertificate.ContextsOf(reference.Options, TokenSize.Parse(parsed.GetValue(most)!));
            if (contexts.Count == 0)
                throw new HaystackException($"--max-ctx {parsed.GetValue(most)}: the shortest text of a check has {ReferenceCertificate.ShortestTokens} tokens");
            using var servers = new ModelServers(server.Read(parsed, parsed.GetValue(model)!).Options with { TokenizerOverride = reference.Tokenizer });
            // Greedy: what is certified is the most likely token.
            var spec = ModelSpec.Parse(parsed.GetValue(model)!);
            spec = spec.Options.ContainsKey("temperature") ? spec : ModelSpec.Parse($"{spec}{(spec.Options.Count == 0 ? '?' : '&')}temperature=0");
            var connection = await servers.ConnectAsync(spec, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var findings = await new ReferenceCheck(reference, connection, contexts, parsed.GetValue(documents)).RunAsync(line => Console.Error.WriteLine(TerminalText.CleanLine(line)), cancellationToken).ConfigureAwait(false);
                foreach (var finding in findings)
                    await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json.Line(finding) : DoctorCommand.Line(finding)).ConfigureAwait(false);
                return findings.Any(f => f.Level == FindingLevel.Bad) ? ExitCodes.TooManyInvalid : ExitCodes.Done;
            }
        });
        return command;
    }

    private static (Option<int> Hops, Option<double> Sharpness, Option<string> Recency) Variant()
    {
        var hops = new Option<int>("--hops") { HelpName = "N", Description = "The most facts that a question may need, 1 to 5.", DefaultValueFactory = _ => 2 };
        var sharpness = new Option<double>("--sharpness") { HelpName = "BETA", Description = "How much an exact match outweighs none, 1 to 200: a low one fails as facts become many, later links first.", DefaultValueFactory = _ => ReferenceOptions.DefaultSharpness };
        var recency = new Option<string>("--recency") { HelpName = "SIZE", Description = "How many tokens back half of all facts are no longer found, 256 to 16k; 0 for a model to which distance is nothing.", DefaultValueFactory = _ => "0" };
        return (hops, sharpness, recency);
    }

    private static Command Write()
    {
        var (hops, sharpness, recency) = Variant();
        var documents = new Option<int>("--documents") { HelpName = "N", Description = "Texts of each length that its certificate is found on.", DefaultValueFactory = _ => UsualDocuments };
        var output = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write into.", Required = true };
        var command = new Command("write", "Composes one as a GGUF file, with a Modelfile, commands for servers, and a card that states its certified curve. Same options, same bytes.") { hops, sharpness, recency, documents, output };
        command.Runs((parsed, cancellationToken) =>
        {
            var options = new ReferenceOptions { Hops = parsed.GetValue(hops), Sharpness = parsed.GetValue(sharpness), Recency = TokenSize.Parse(parsed.GetValue(recency)!) }.Checked();
            if (parsed.GetValue(documents) is < 1 or > MostDocuments)
                throw new HaystackException($"--documents {parsed.GetValue(documents)}: a certificate is found on 1 to {MostDocuments} texts of each length");
            var folder = parsed.GetValue(output)!;
            OutputFile.MakeFolder(folder);
            var model = ReferenceModel.Compose(options);
            var certificate = ReferenceCertificate.Find(model, parsed.GetValue(documents), ReferenceCertificate.MostTokensOf(options), cancellationToken);
            Console.Out.WriteLine(ReferenceFolder.Write(folder, model, certificate));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Name}: {certificate.Asked.Right} of {certificate.Asked.Asked} answers right on {certificate.Documents} texts{(certificate.HalfDistance is { } half ? $", half of all facts found at {half.Tokens:0} tokens ({half.Low:0}–{half.High:0})" : "")}; {Path.Combine(folder, ReferenceFolder.CardName)} says how to run and check it"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
