using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>A server whose certificate nobody vouches for gets nothing: neither a key nor a document.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_in_one_line_and_nothing_is_sent(string provider)
    {
        var requests = 0;
        using var key = RSA.Create(2048);
        using var certificate = SelfSigned(key);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.UseHttps(certificate)));
        await using var app = builder.Build();
        app.Run(http =>
        {
            Interlocked.Increment(ref requests);
            return http.Response.WriteAsync("{}", http.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        var address = app.Urls.First();
        var connect = async () =>
        {
            var options = TestRequest.Options(address, $"{address}/v1") with { ApiKeyVariable = "KEY", ReadVariable = _ => "sk-secret" };
            IModelServer server = provider == "ollama" ? new OllamaServer(options) : new OpenAiServer(options);
            using var _ = (IDisposable)server;
            await server.ConnectAsync(ModelSpec.Parse(provider == "ollama" ? "test:7b" : "openai/test"), TestContext.Current.CancellationToken);
        };
        (await connect.Should().ThrowAsync<HaystackException>()).Which.Message.Should().MatchRegex("(?i)certificate").And.NotContain("\n");
        requests.Should().Be(0);
    }

    private static X509Certificate2 SelfSigned(RSA key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
