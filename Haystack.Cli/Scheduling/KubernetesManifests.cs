using System.Globalization;

namespace Haystack.Cli.Scheduling;

/// <summary>The manifests of a sweep by an Indexed Job: an index a shard, a ConfigMap with what each runs, a Job that merges.</summary>
internal sealed record KubernetesManifests
{
    /// <summary>Arguments of <c>haystack sweep</c>, without shard and directory.</summary>
    public required IReadOnlyList<string> Sweep { get; init; }

    /// <summary>How many shards.</summary>
    public required int Shards { get; init; }

    /// <summary>The name of all objects.</summary>
    public required string Name { get; init; }

    /// <summary>The image that has the program.</summary>
    public required string Image { get; init; }

    /// <summary>The claim of a volume that all pods can write (ReadWriteMany).</summary>
    public required string Claim { get; init; }

    /// <summary>Pods at a time.</summary>
    public required int Parallelism { get; init; }

    /// <summary>CPUs of a pod, such as <c>2</c>.</summary>
    public required string Cpu { get; init; }

    /// <summary>Memory of a pod, such as <c>4Gi</c>.</summary>
    public required string Memory { get; init; }

    /// <summary>The secret that holds the API key under the name of its variable; null without.</summary>
    public (string Secret, string Variable)? Key { get; init; }

    /// <summary>Files by name.</summary>
    public IReadOnlyDictionary<string, string> Files => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["sweep.yaml"] = $"{ConfigMap}---\n{Job}",
        ["merge.yaml"] = Merge,
    };

    private string Sh => string.Create(CultureInfo.InvariantCulture, $$"""
        set -eu
        # How many shards there are stands here: Kubernetes does not tell it.
        name="shard-$((JOB_COMPLETION_INDEX + 1))-of-{{Shards}}"
        gathered=/gathered/{{Name}}
        # A store is written on the node's own disk (SQLite's log does not work over a network) and copied out whole.
        [ ! -e "$gathered/$name/run.db" ] || cp -r "$gathered/$name" /scratch/
        haystack sweep {{string.Join(' ', Sweep.Select(ShellText.Quote))}} --shard "$((JOB_COMPLETION_INDEX + 1))/{{Shards}}" --out "/scratch/$name" --ui plain --progress-every 60s &
        sweep=$!
        # The grace period of the pod is for the questions under way.
        trap 'kill -TERM "$sweep" 2>/dev/null || true' TERM
        code=0
        wait "$sweep" || code=$?
        while kill -0 "$sweep" 2>/dev/null; do
          code=0
          wait "$sweep" || code=$?
        done
        # A pod that is ending can overlap the one in its place: each copies under a name of its own.
        if [ -e "/scratch/$name/run.db" ]; then
          mkdir -p "$gathered"
          cp -r "/scratch/$name" "$gathered/.$name.$HOSTNAME"
          rm -rf "$gathered/.$name.old.$HOSTNAME"
          [ ! -e "$gathered/$name" ] || mv "$gathered/$name" "$gathered/.$name.old.$HOSTNAME"
          mv "$gathered/.$name.$HOSTNAME" "$gathered/$name"
          rm -rf "$gathered/.$name.old.$HOSTNAME"
        fi
        exit "$code"
        """);

    private string MergeSh => $"""
        set -eu
        gathered=/gathered/{Name}
        code=0
        haystack merge "$gathered" --out /scratch/merged || code=$?
        rm -rf "$gathered/.merged"
        cp -r /scratch/merged "$gathered/.merged"
        rm -rf "$gathered/merged"
        mv "$gathered/.merged" "$gathered/merged"
        exit "$code"
        """;

    private string ConfigMap => $"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {Name}
        data:
          shard.sh: |
        {Indented(Sh, 4)}
          merge.sh: |
        {Indented(MergeSh, 4)}

        """;

    private string Job => string.Create(CultureInfo.InvariantCulture, $"""
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {Name}
        spec:
          completionMode: Indexed
          completions: {Shards}
          parallelism: {Math.Min(Parallelism, Shards)}
          # A shard that fails is no reason to give up the others.
          backoffLimitPerIndex: 6
          maxFailedIndexes: {Shards}
          podFailurePolicy:
            rules:
              # A node that is drained or lost is nobody's fault.
              - action: Ignore
                onPodConditions:
                  - type: DisruptionTarget
                    status: "True"
              # 1: wrong usage; 2: finished, and not credible. Neither gets better by trying again; 75, stopped, does.
              - action: FailIndex
                onExitCodes:
                  containerName: haystack
                  operator: In
                  values: [1, 2]
        {Template("shard.sh", 600)}
        """);

    private string Merge => string.Create(CultureInfo.InvariantCulture, $"""
        # To be applied when the Job {Name} has ended: kubectl wait --for=condition=complete job/{Name}
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {Name}-merge
        spec:
          backoffLimit: 2
          podFailurePolicy:
            rules:
              - action: FailJob
                onExitCodes:
                  containerName: haystack
                  operator: In
                  values: [1, 2]
        {Template("merge.sh", 60)}
        """);

    private string Template(string script, int graceSeconds)
    {
        var key = Key is { } k
            ? $"\n{Blanks}- name: {k.Variable}\n{Blanks}  valueFrom:\n{Blanks}    secretKeyRef:\n{Blanks}      name: {k.Secret}\n{Blanks}      key: {k.Variable}"
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
              template:
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: {graceSeconds}
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10001
                    fsGroup: 10001
                  containers:
                    - name: haystack
                      image: {Image}
                      command: ["sh", "/haystack/{script}"]
                      env:
                        # The user that the pod runs as has no home of its own.
                        - name: HOME
                          value: /scratch{key}
                      resources:
                        requests:
                          cpu: "{Cpu}"
                          memory: {Memory}
                        limits:
                          memory: {Memory}
                      securityContext:
                        allowPrivilegeEscalation: false
                        capabilities:
                          drop: ["ALL"]
                      volumeMounts:
                        - name: scripts
                          mountPath: /haystack
                        - name: scratch
                          mountPath: /scratch
                        - name: gathered
                          mountPath: /gathered
                  volumes:
                    - name: scripts
                      configMap:
                        name: {Name}
                    - name: scratch
                      emptyDir: {EmptyMap}
                    - name: gathered
                      persistentVolumeClaim:
                        claimName: {Claim}

            """);
    }

    private const string EmptyMap = "{}";

    // Where the list of a container's variables stands.
    private const string Blanks = "            ";

    private static string Indented(string text, int blanks) =>
        string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? "" : new string(' ', blanks) + l));
}
