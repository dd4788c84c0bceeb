using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Corpora;
using Haystack.Sets;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack corpus add|list|stats|remove</c>: the user's own filler texts, beside the shipped ones.</summary>
internal static class CorpusCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create() => Create(ImportedCorpora.Default());

    internal static Command Create(ImportedCorpora imported)
    {
        var command = new Command("corpus", "Import filler texts, list them, measure how rich they are");
        command.Subcommands.Add(Add(imported));
        command.Subcommands.Add(List(imported));
        command.Subcommands.Add(Stats(imported));
        command.Subcommands.Add(Remove(imported));
        return command;
    }

    private static Option<string> Language()
    {
        var language = new Option<string>("--language", OptionNames.Others("--language"))
        {
            Description = $"The text's language: {string.Join(", ", Languages.Language.Codes)}",
            DefaultValueFactory = _ => SweepDefaults.Language,
        };
        return language.AcceptOnlyFromAmong([.. Languages.Language.Codes]);
    }

    private static Command Add(ImportedCorpora imported)
    {
        var name = new Argument<string>("NAME") { Description = "What --corpus will call it: letters, digits, - and _" };
        var paths = new Argument<string[]>("PATH")
        {
            Description = ".txt or .md files, or folders of them; what each is read as, and what was dropped, is told",
            Arity = ArgumentArity.OneOrMore,
        };
        var language = Language();
        var command = new Command("add", "Import text files under a name (one that is there already is replaced)") { name, paths, language };
        command.SetAction(parse => Guard(parse, () =>
        {
            string? unread = null;
            var corpus = imported.Add(parse.GetRequiredValue(name), parse.GetRequiredValue(language), parse.GetRequiredValue(paths), corpus => unread = OracleProof.Of(corpus), out var intake);
            var error = parse.InvocationConfiguration.Error;
            foreach (var line in CorpusIntakeText.For(corpus, intake).TrimEnd('\n').Split('\n'))
                error.WriteLine(line);
            Invariant(error, $"{corpus.Name}: {corpus.SentenceCount} sentences, {corpus.Text.Length} characters, in {imported.Directory}");
            if (unread is null)
                Invariant(error, $"{corpus.Name}: the oracle read a document of every family over it, without a mistake");
            else
                Invariant(error, $"warning: {corpus.Name}: imported, but not tried, and of no use by itself: {unread}");
        }));
        return command;
    }

    private static Command List(ImportedCorpora imported)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var command = new Command("list", "The corpora that --corpus knows by name") { json };
        command.SetAction(parse => Guard(parse, () =>
        {
            var rows = CorpusLibrary.Shipped.Select(name => new Row(name, "shipped", string.Join(", ", CorpusLibrary.LanguagesOf(name))))
                .Concat(imported.Names().Select(name => new Row(name, "imported", imported.LanguageOf(name))));
            foreach (var row in rows)
            {
                if (parse.GetValue(json))
                    parse.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(row, Json));
                else
                    Invariant(parse.InvocationConfiguration.Output, $"{row.Name,-24} {row.Origin,-9} {row.Languages}");
            }
        }));
        return command;
    }

    private static Command Stats(ImportedCorpora imported)
    {
        var name = new Argument<string>("NAME") { Description = "A corpus's name, or a .txt or .md file or a folder" };
        var language = Language();
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var command = new Command("stats", "How rich a corpus is, beside the shipped ones of the same size") { name, language, json };
        command.SetAction(parse => Guard(parse, () =>
        {
            var output = parse.InvocationConfiguration.Output;
            var rows = CorpusComparison.Of(parse.GetRequiredValue(name), parse.GetRequiredValue(language), imported);
            if (!parse.GetValue(json))
                output.WriteLine("corpus                   characters  sentences     tokens      words  vocabulary  3-grams   gzip");
            foreach (var (corpus, s) in rows)
            {
                if (parse.GetValue(json))
                {
                    output.WriteLine(JsonSerializer.Serialize(
                        new
                        {
                            corpus,
                            s.Characters,
                            s.Sentences,
                            s.Tokens,
                            s.Words,
                            s.Vocabulary,
                            s.DistinctTrigramShare,
                            s.GzipRatio,
                        },
                        Json));
                }
                else
                {
                    Invariant(output, $"{corpus,-24} {s.Characters,10} {s.Sentences,10} {s.Tokens,10} {s.Words,10} {s.Vocabulary,11} {s.DistinctTrigramShare,8:0.000} {s.GzipRatio,6:0.000}");
                }
            }
        }));
        return command;
    }

    private static Command Remove(ImportedCorpora imported)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "An imported corpus",
            // Else its help would name the corpora of this machine, which are offered for completion.
            HelpName = "NAME",
        };
        name.CompletionSources.Add(_ => imported.Names().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var command = new Command("remove", "Remove an imported corpus; runs made with it stay, but their prompts cannot be made again") { name };
        command.SetAction(parse => Guard(parse, () =>
        {
            imported.Remove(parse.GetRequiredValue(name));
            parse.InvocationConfiguration.Error.WriteLine($"{parse.GetRequiredValue(name)} is removed");
        }));
        return command;
    }

    /// <summary>A mistake of the user's is one line and exit code 1; a bug keeps its stack.</summary>
    private static int Guard(ParseResult parse, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (HaystackException fault)
        {
            parse.InvocationConfiguration.Error.WriteLine($"haystack: {TerminalText.CleanLine(fault.Message)}");
            return 1;
        }
    }

    private static void Invariant(TextWriter writer, FormattableString line) =>
        writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Row(string Name, string Origin, string Languages);
}
