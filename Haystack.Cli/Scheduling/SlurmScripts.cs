using System.Globalization;

namespace Haystack.Cli.Scheduling;

/// <summary>The scripts of a sweep by a Slurm array: a task a shard, and a job that merges once all have ended.</summary>
internal sealed record SlurmScripts
{
    /// <summary>Arguments of <c>haystack sweep</c>, without shard and directory.</summary>
    public required IReadOnlyList<string> Sweep { get; init; }

    /// <summary>How many shards.</summary>
    public required int Shards { get; init; }

    /// <summary>Where the shards are gathered: a directory that all nodes and the submitting machine see.</summary>
    public required string Gathered { get; init; }

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>The line that starts an inference server, with <c>{port}</c>; null where one runs elsewhere.</summary>
    public string? Server { get; init; }

    /// <summary>How long before the time limit the questions under way are finished, in seconds.</summary>
    public int SecondsBefore { get; init; } = 600;

    /// <summary>Further lines for sbatch, such as <c>--gres=gpu:1</c>.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    /// <summary>Files by name.</summary>
    public IReadOnlyDictionary<string, string> Files => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["array.sbatch"] = Tasks(),
        ["merge.sbatch"] = Merge(),
        ["submit.sh"] = Submit,
    };

    private const string Submit = """
        #!/usr/bin/env bash
        # Sends the array, and the job that merges what it leaves. `submit.sh 2,5` sends tasks 2 and 5 again.
        set -euo pipefail
        cd "$(dirname "$0")"
        array=$(sbatch --parsable ${1:+--array="$1"} array.sbatch)
        sbatch --parsable --dependency="afterany:${array%%;*}" merge.sbatch >/dev/null
        echo "$array"

        """;

    private string Tasks()
    {
        var directives = string.Concat(Directives.Select(d => $"#SBATCH {d}\n"));
        // The address of the task's own server has the port in it, which only the task knows.
        var sweep = string.Join(' ', Sweep.Select(ShellText.Quote)).Replace("{port}", "'\"$port\"'", StringComparison.Ordinal);
        var server = Server is null ? "" : $$"""
            # Whatever answers on a port that is taken already is not this task's server.
            while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
            {{Server.Replace("{port}", "$port", StringComparison.Ordinal)}} &
            server=$!
            # A server that is still loading its model answers with 503.
            until (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && read -r -t 10 _ status _ <&3 && [ "${status:-503}" != 503 ]) 2>/dev/null; do
              kill -0 "$server" || { echo "the inference server did not start"; exit 1; }
              sleep 1
            done

            """;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            #!/usr/bin/env bash
            #SBATCH --job-name=haystack
            #SBATCH --array=0-{{Shards - 1}}
            #SBATCH --output=%x-%A_%a.log
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --signal=B:USR1@{{SecondsBefore}}
            {{directives}}set -euo pipefail
            # How many shards there are stands here, not in the array: a task that is sent again is the same work.
            number=$((SLURM_ARRAY_TASK_ID + 1))
            name=shard-$number-of-{{Shards}}
            gathered={{ShellText.Quote(Gathered)}}
            port=$((20000 + SLURM_JOB_ID % 20000))
            # A store is written on the node's own disk (SQLite's log does not work over a network) and copied out whole.
            tmp=${TMPDIR:-/tmp}
            local=${SLURM_TMPDIR:-$tmp}/haystack-$SLURM_JOB_ID
            server=
            leave() {
              [ -z "$server" ] || kill "$server" 2>/dev/null || true
              rm -rf "$local"
            }
            trap leave EXIT
            copy_out() {
              [ -e "$local/$name/run.db" ] || return 0
              mkdir -p "$gathered"
              rm -rf "$gathered/.$name.$SLURM_JOB_ID"
              cp -r "$local/$name" "$gathered/.$name.$SLURM_JOB_ID"
              rm -rf "$gathered/.$name.old"
              [ ! -e "$gathered/$name" ] || mv "$gathered/$name" "$gathered/.$name.old"
              mv "$gathered/.$name.$SLURM_JOB_ID" "$gathered/$name"
              rm -rf "$gathered/.$name.old"
            }
            rm -rf "$local"
            mkdir -p "$local"
            # What an earlier attempt left is gone on with.
            [ ! -e "$gathered/$name/run.db" ] || cp -r "$gathered/$name" "$local/"
            {{server}}{{ShellText.Quote(Program)}} sweep {{sweep}} --shard "$number/{{Shards}}" --out "$local/$name" --ui plain --progress-every 60s &
            sweep=$!
            # Before the time is up, or when it is cancelled: the questions under way are finished and stored.
            trap 'kill -USR1 "$sweep" 2>/dev/null || true' USR1 TERM
            code=0
            wait "$sweep" || code=$?
            # A signal ends the waiting and not the sweep.
            while kill -0 "$sweep" 2>/dev/null; do
              code=0
              wait "$sweep" || code=$?
            done
            if [ "$code" -gt 128 ]; then
              code=0
              wait "$sweep" 2>/dev/null || code=$?
            fi
            copy_out
            if [ "$code" -eq 75 ]; then
              # Stopped in the middle: the same task goes on where the questions were left.
              scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" || exit 75
            fi
            exit "$code"

            """);
    }

    private string Merge() => $$"""
        #!/usr/bin/env bash
        #SBATCH --job-name=haystack-merge
        #SBATCH --output=%x-%j.log
        set -euo pipefail
        gathered={{ShellText.Quote(Gathered)}}
        tmp=${TMPDIR:-/tmp}
        local=${SLURM_TMPDIR:-$tmp}/haystack-$SLURM_JOB_ID
        trap 'rm -rf "$local"' EXIT
        mkdir -p "$local"
        # Merged anew each time: what comes of it depends on the shards alone. Exit code 2: some are missing, and named.
        code=0
        {{ShellText.Quote(Program)}} merge "$gathered" --out "$local/merged" || code=$?
        rm -rf "$gathered/.merged"
        cp -r "$local/merged" "$gathered/.merged"
        rm -rf "$gathered/merged"
        mv "$gathered/.merged" "$gathered/merged"
        exit "$code"

        """;
}
