using FluentAssertions;
using Haystack.Inference;
using Haystack.Tests.Live;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>What cannot be run is refused in one line before it is loaded.</summary>
public sealed class GgufRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("?kv=q5_0", "model '*': kv=q5_0 is none of f16, f32, q8_0, q4_0")]
    [InlineData("?kv=q4_0&flash=off", "model '*': kv=q4_0 needs flash attention: leave out flash=off")]
    [InlineData("?flash=maybe", "model '*': flash=maybe is none of on, off, auto")]
    [InlineData("?ctx=0", "model '*': ctx=0 is not a whole number from 16 to *")]
    [InlineData("?ctx=1k&num_ctx=2k", "model '*': ctx and num_ctx are the same option; give one")]
    [InlineData("?think=on", "model '*': think=on: its chat template does not know thinking that can be told on or off")]
    [InlineData("?think=2k", "model '*': think=2k: the engine takes no budget of thinking tokens; *")]
    [InlineData("?template=llama", "model '*': template=llama is none of file, chatml, plain")]
    [InlineData("?num_gpu=3", "model '*': unknown option 'num_gpu' (known: *)")]
    public async Task An_option_that_is_none(string options, string message)
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(5));
        await RefusedAsync($"tiny.gguf{options}", message);
    }

    [Theory]
    [InlineData(100, "*/tiny.gguf': a damaged GGUF header (*")]
    [InlineData(3, "*/tiny.gguf': not a GGUF file")]
    [InlineData(-1000, "*/tiny.gguf': its tensors end at byte *, and the file has *: it is cut short (was it downloaded to its end?) or damaged")]
    public async Task A_file_that_is_cut_short(int length, string message)
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(5));
        using (var file = new FileStream(_folder["tiny.gguf"], FileMode.Open))
            file.SetLength(length < 0 ? file.Length + length : length);
        await RefusedAsync("tiny.gguf", message);
    }

    [Fact]
    public async Task A_file_that_is_no_model_that_answers()
    {
        await File.WriteAllBytesAsync(_folder["noise.gguf"], [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))], Cancel);
        await RefusedAsync("noise.gguf", "'*/noise.gguf': not a GGUF file");
        await RefusedAsync("nothing.gguf", "there is no file '*/nothing.gguf'");
        await WriteAsync("bert.gguf", header => header.Text("general.architecture", "bert"));
        await RefusedAsync("bert.gguf", "'*/bert.gguf' holds a model of the kind 'bert', which gives embeddings or looks at pictures, not answers");
        await WriteAsync("adapter.gguf", header => header.Text("general.architecture", "llama"));
        await RefusedAsync("adapter.gguf", "'*/adapter.gguf' has no vocabulary: no model that reads text (*");
        await WriteAsync("words.gguf", header => header.Text("general.architecture", "llama").Vocabulary(TinyModel.Vocabulary));
        await RefusedAsync("words.gguf", "'*/words.gguf' holds a vocabulary and no weights");
    }

    [Fact]
    public async Task More_memory_than_there_is()
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(5));
        // A tensor of 8 TB in a file that is as long and holds nothing on the disk.
        using (var header = new GgufFile())
        {
            header.Text("general.architecture", "llama").Text("tokenizer.chat_template", "{{ messages[0].content }}").Vocabulary(TinyModel.Vocabulary);
            GgufWeights.Write(_folder["huge.gguf"], header, [("token_embd.weight", [1_000_000, 2_000_000], [])]);
        }

        using (var file = new FileStream(_folder["huge.gguf"], FileMode.Open))
            file.SetLength(file.Length + 8_000_000_000_000);
        await RefusedAsync("huge.gguf", "'*/huge.gguf' needs 8000.1 GB of memory, and * GB are free here: a smaller model or a coarser quantization takes less");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task WriteAsync(string name, Action<GgufFile> fill)
    {
        using var header = new GgufFile();
        fill(header);
        await File.WriteAllBytesAsync(_folder[name], header.ToArray(tensors: 0), Cancel);
    }

    private async Task RefusedAsync(string model, string message)
    {
        using var servers = new ModelServers(new ModelServerOptions());
        var connect = () => servers.ConnectAsync(ModelSpec.Parse($"gguf/{_folder[model]}"), Cancel);
        var refusal = (await connect.Should().ThrowAsync<HaystackException>().WithMessage(message)).Which;
        refusal.Message.Should().NotContain("\n");
    }
}
