using System.CommandLine;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack completion</c>: what a shell needs to complete command lines.</summary>
internal static class CompletionCommand
{
    // Each asks the program itself, by the directive [suggest:POSITION], so that no list of options can grow old.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # haystack completion for bash. Put into ~/.bashrc:  source <(haystack completion bash)
            _haystack() {
              local line="${COMP_LINE#"${COMP_WORDS[0]}"}"
              local at=$((COMP_POINT - ${#COMP_WORDS[0]} - 1))
              local before="${COMP_LINE:0:COMP_POINT}"
              local word="${before##* }"
              mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$at]" "${line# }" 2>/dev/null)" -- "$word")
              # To bash a colon ends a word: what stands before it (of qwen3:8b) is there already.
              [[ "$word" != *:* || "$COMP_WORDBREAKS" != *:* ]] || COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
            }
            complete -o default -F _haystack haystack
            """,
        ["zsh"] = """
            # haystack completion for zsh. Put into ~/.zshrc, after compinit:  source <(haystack completion zsh)
            _haystack() {
              local line="${BUFFER#"${words[1]}"}"
              local at=$((CURSOR - ${#words[1]} - 1))
              local -a found
              found=("${(@f)$("${words[1]}" "[suggest:$at]" "${line# }" 2>/dev/null)}")
              found=(${found:#})
              (( ${#found} )) && compadd -- $found || _files
            }
            compdef _haystack haystack
            """,
        ["fish"] = """
            # haystack completion for fish. Put into ~/.config/fish/completions/haystack.fish:  haystack completion fish | source
            function __haystack_complete
              set -l line (commandline -cp)
              set -l rest (string replace -r '^\S+ ?' '' -- $line)
              haystack "[suggest:"(string length -- $rest)"]" $rest 2>/dev/null
            end
            complete -c haystack -a '(__haystack_complete)'
            """,
    };

    public static Command Create()
    {
        var command = new Command("completion", "Prints a script that makes a shell complete haystack's commands, options and their values.");
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        command.Add(shell);
        command.Runs(parsed =>
        {
            var name = parsed.GetValue(shell)!;
            Console.Out.WriteLine(Scripts.TryGetValue(name, out var script) ? script : throw new HaystackException($"there is no completion for '{name}': {string.Join(", ", Scripts.Keys)}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
