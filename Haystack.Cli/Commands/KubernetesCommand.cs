using System.CommandLine;
using System.Text.RegularExpressions;
using Haystack.Cli.Scheduling;
using Haystack.Cli.Settings;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack k8s</c>: a sweep as a Kubernetes Indexed Job.</summary>
internal static partial class KubernetesCommand
{
    public static Command Create()
    {
        var command = new Command("k8s", "Writes the manifests that run a sweep as a Kubernetes Indexed Job, a shard an index, with a ConfigMap and a Job that merges. Asks no server.");
        var settings = new SweepSettings(command);
        var shards = new Option<int>("--shards") { HelpName = "N", Description = "How many shards, each an index of the Job.", Required = true };
        var write = new Option<string>("--write") { HelpName = "FOLDER", Description = "Where to write the manifests.", Required = true };
        var image = new Option<string>("--image") { HelpName = "IMAGE", Description = "The image with the program (deploy/Containerfile builds it).", Required = true };
        var claim = new Option<string>("--claim") { HelpName = "NAME", Description = "The claim of a volume that all pods can write, where the shards are gathered.", Required = true };
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "The name of the Job, and of the folder in the volume.", DefaultValueFactory = _ => "haystack" };
        var pods = new Option<int>("--pods") { HelpName = "N", Description = "Pods at a time.", DefaultValueFactory = _ => 4 };
        var cpu = new Option<string>("--cpu") { HelpName = "N", Description = "CPUs of a pod.", DefaultValueFactory = _ => "1" };
        var memory = new Option<string>("--memory") { HelpName = "SIZE", Description = "Memory of a pod.", DefaultValueFactory = _ => "2Gi" };
        var secret = new Option<string?>("--key-secret") { HelpName = "NAME", Description = "The Secret that holds the API key, under the name that --api-key-env gives." };
        foreach (var option in new Option[] { shards, write, image, claim, name, pods, cpu, memory, secret })
            command.Add(option);
        command.Runs(async (parsed, _) =>
        {
            var options = settings.Read(parsed);
            if (options.OutputDirectory is not null)
                throw new HaystackException("haystack k8s takes no --out: shards are gathered in the volume of --claim, in the folder that --name gives");
            var manifests = new KubernetesManifests
            {
                Sweep = SweepArguments.Of(options),
                Shards = new Shard(1, parsed.GetValue(shards)).Count,
                Name = Checked("--name", parsed.GetValue(name)!, Label()),
                Image = Checked("--image", parsed.GetValue(image)!, Image()),
                Claim = Checked("--claim", parsed.GetValue(claim)!, Label()),
                Parallelism = parsed.GetValue(pods) is > 0 and var many ? many : throw new HaystackException("--pods must be at least 1"),
                Cpu = Checked("--cpu", parsed.GetValue(cpu)!, Quantity()),
                Memory = Checked("--memory", parsed.GetValue(memory)!, Quantity()),
                Key = parsed.GetValue(secret) is not { } held ? null
                    : options.ApiKeyVariable is { } variable ? (Checked("--key-secret", held, Label()), Checked("--api-key-env", variable, Variable()))
                    : throw new HaystackException("--key-secret goes with --api-key-env: the name of the variable, and of the key in the Secret"),
            };
            await WrittenFiles.WriteAsync(parsed.GetValue(write)!, manifests.Files).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    // What stands in YAML unquoted must be nothing but a name.
    private static string Checked(string option, string value, Regex form) =>
        form.IsMatch(value) ? value : throw new HaystackException($"{option} is not of the form that Kubernetes takes: '{value}'");

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z0-9]([a-z0-9._/:@-]{0,253}[a-z0-9])?$")]
    private static partial Regex Image();

    [GeneratedRegex("^[0-9]{1,6}(\\.[0-9]{1,3})?(m|Ki|Mi|Gi|Ti)?$")]
    private static partial Regex Quantity();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
    private static partial Regex Variable();
}
