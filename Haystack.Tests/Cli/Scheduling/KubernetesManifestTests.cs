using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Haystack.Tests.Cli.Scheduling;

public sealed class KubernetesManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_indexed_job_does_a_shard_an_index_and_a_key_comes_from_its_secret()
    {
        string[] arguments =
        [
            "k8s", "--model", "openai/org/model", "--base-url", "http://models:8000/v1", "--api-key-env", "MODEL_KEY", "--key-secret", "model-key", "--corpus", "it's mine",
            "--shards", "6", "--pods", "3", "--image", "registry.local/haystack:1", "--claim", "shared", "--write", _folder["k8s"],
        ];
        (await Haystack.Cli.Program.RunAsync(arguments)).Should().Be(0);
        var documents = Read("sweep.yaml");
        documents.Concat(Read("merge.yaml")).SelectMany(KubernetesTypes.Faults).Should().BeEmpty("a server takes them");
        var script = ((YamlMappingNode)documents[0]["data"])["shard.sh"].ToString();
        script.Should().Contain("--corpus 'it'\\''s mine' --shard \"$((JOB_COMPLETION_INDEX + 1))/6\"").And.NotContain("MODEL_KEY=");
        var spec = documents[1]["spec"];
        (spec["completionMode"].ToString(), spec["completions"].ToString(), spec["parallelism"].ToString()).Should().Be(("Indexed", "6", "3"));
        spec["podFailurePolicy"]["rules"][0]["action"].ToString().Should().Be("Ignore");
        var container = spec["template"]["spec"]["containers"][0];
        container["env"][1]["valueFrom"]["secretKeyRef"]["name"].ToString().Should().Be("model-key");
        container["volumeMounts"].Should().BeOfType<YamlSequenceNode>().Which.Children.Should().HaveCount(3);
        Read("merge.yaml")[0]["spec"]["template"]["spec"]["containers"][0]["command"][1].ToString().Should().Be("/haystack/merge.sh");
    }

    [Theory]
    [InlineData("parallelism: 2", "parallelism: two", "V1Job.spec.parallelism: two is no number")]
    [InlineData("memory: 2Gi", "memory: 2", "V1Job.spec.template.spec.containers[0].resources.requests.memory: 2 is no text")]
    [InlineData("completionMode:", "completionsMode:", "V1Job.spec.completionsMode: there is no such member")]
    [InlineData("restartPolicy: Never", "restartPolicy: OnFailure", "podFailurePolicy needs restartPolicy: Never")]
    [InlineData("mountPath: /scratch", "subPath: x", "V1Job.spec.template.spec.containers[0].volumeMounts[1].mountPath is required")]
    [InlineData("values: [1, 2]", "values: [2, 1]", "exit codes are in ascending order and not 0, of a container that there is")]
    public async Task What_a_server_would_refuse_is_found(string text, string changed, string fault)
    {
        (await Haystack.Cli.Program.RunAsync(["k8s", "--model", "builtin/oracle", "--shards", "2", "--image", "i", "--claim", "c", "--write", _folder["k8s"]])).Should().Be(0);
        var path = _folder["k8s/sweep.yaml"];
        var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        written.Should().Contain(text);
        await File.WriteAllTextAsync(path, written.Replace(text, changed), TestContext.Current.CancellationToken);
        Read("sweep.yaml").SelectMany(KubernetesTypes.Faults).Should().Contain(fault);
    }

    [Theory]
    [InlineData("--name", "a: b")]
    [InlineData("--image", "x\ny")]
    [InlineData("--memory", "lots")]
    public async Task What_is_no_name_does_not_come_into_the_manifest(string option, string value)
    {
        (await Haystack.Cli.Program.RunAsync(["k8s", "--shards", "2", "--image", "i", "--claim", "c", "--write", _folder["k8s"], option, value])).Should().Be(1);
        Directory.Exists(_folder["k8s"]).Should().BeFalse();
    }

    private List<YamlNode> Read(string name)
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(_folder[$"k8s/{name}"]));
        yaml.Load(reader);
        return [.. yaml.Documents.Select(d => d.RootNode)];
    }
}
