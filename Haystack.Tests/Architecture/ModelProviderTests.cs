using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.InProcess;
using Haystack.Tests.Reports;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>A provider is one folder and one line: what it says of itself is all that the rest of the program asks.</summary>
public sealed partial class ModelProviderTests
{
    [Fact]
    public void Every_provider_that_is_declared_stands_in_the_list_once() =>
        ModelProviders.All.Select(p => p.Name).Should().BeEquivalentTo(Declared(typeof(ModelProviders).Assembly).Select(p => p.Name), "a provider is declared in its folder and stands in ModelProviders.All");

    [Fact]
    public void Every_server_in_the_library_is_one_that_some_provider_makes()
    {
        // Where the engine is not installed its provider makes none; it is of another package.
        var servers = ModelProviders.All.Where(p => p != EngineLibrary.Provider).Select(p => p.Serve(new ModelServerOptions { BaseUrl = "http://127.0.0.1:9/v1" })).ToArray();
        typeof(IModelServer).Assembly.GetTypes().Where(t => t.IsClass && typeof(IModelServer).IsAssignableFrom(t))
            .Except(servers.Select(s => s.GetType())).Select(t => t.FullName).Should().BeEmpty("a server that no provider of ModelProviders makes cannot be asked");
        foreach (var server in servers.OfType<IDisposable>())
            server.Dispose();
    }

    [Fact]
    public void A_name_is_lower_case_letters_and_stands_on_the_page_of_models()
    {
        ModelProviders.All.Select(p => p.Name).Should().OnlyHaveUniqueItems().And.OnlyContain(n => Letters().IsMatch(n));
        var page = File.ReadAllText(RepositoryFile.Of("docs/models.md"));
        ModelProviders.All.Where(p => !page.Contains($"`{p.Name}`", StringComparison.Ordinal) || !(page.Contains($"`{p.Name}/", StringComparison.Ordinal) || p == ModelProviders.Default))
            .Select(p => p.Name).Should().BeEmpty("docs/models.md names each provider, and shows a name of its models");
    }

    [Theory]
    [InlineData("a-name")]
    [InlineData("a/name:with-7b")]
    public void Each_name_of_a_model_is_read_back_as_it_was_printed(string name)
    {
        foreach (var provider in ModelProviders.All)
        {
            var spec = ModelSpec.Parse($"{provider.Name}/{name}");
            (spec.Provider, spec.Name).Should().Be((provider.Name, name));
            ModelSpec.Parse(spec.ToString()).ToString().Should().Be(spec.ToString());
        }
    }

    [Fact]
    public void No_source_outside_its_folder_asks_which_provider_it_is() => Naming(Sources()).Should().BeEmpty();

    [Theory]
    [InlineData("if (model.Provider is not (\"{0}\" or \"other\"))")]
    [InlineData("model.StartsWith(\"{0}/\", StringComparison.Ordinal)")]
    public void One_that_does_is_seen(string line) =>
        ModelProviders.All.Where(p => Naming([("a.cs", line.Replace("{0}", p.Name, StringComparison.Ordinal))]).Any()).Should().Equal(ModelProviders.All);

    private static IEnumerable<ModelProvider> Declared(Assembly assembly) =>
        from type in assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType == typeof(ModelProvider) && type != typeof(ModelProviders)
        select (ModelProvider)property.GetValue(null)!;

    private static IEnumerable<string> Naming(IEnumerable<(string File, string Text)> sources)
    {
        var name = new Regex($"\"(?:{string.Join('|', ModelProviders.All.Select(p => p.Name))})/?\"", RegexOptions.CultureInvariant);
        return sources.SelectMany(s => name.Matches(s.Text), (s, match) => $"{s.File}: {match.Value}");
    }

    private static IEnumerable<(string File, string Text)> Sources() =>
        from project in (string[])["Haystack.Core", "Haystack.Cli"]
        from file in Directory.EnumerateFiles(RepositoryFile.Of(project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(RepositoryFile.Of(project), file).Split(Path.DirectorySeparatorChar)
        where !path.Contains("obj") && path[0] != nameof(Inference)
        select (string.Join('/', path), File.ReadAllText(file));

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Letters();
}
