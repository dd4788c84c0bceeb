using System.Collections.Concurrent;
using Haystack.Reference;
using Haystack.Tests.Storage;

namespace Haystack.Tests.Live;

/// <summary>Reference models as files, each composed and written once for all tests of a class.</summary>
public sealed class ReferenceFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<int, Lazy<ReferenceModel>> _models = new();

    /// <summary>The variant with this half distance; 0 for the sharp one.</summary>
    internal ReferenceModel Model(int recency = 0) => _models.GetOrAdd(recency, r => new Lazy<ReferenceModel>(() =>
    {
        var model = ReferenceModel.Compose(new ReferenceOptions { Recency = r });
        OutputFile.Write(Path(r), model.WriteGguf);
        return model;
    })).Value;

    /// <summary>Its file.</summary>
    public string File(int recency = 0)
    {
        Model(recency);
        return Path(recency);
    }

    /// <summary>The sharp model for an engine that shows each token no more than a window before it.</summary>
    public string Windowed(int window)
    {
        var path = _folder[$"window-{window}.gguf"];
        OutputFile.Write(path, stream => WindowedReference.Write(Model(), window, stream));
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private string Path(int recency) => _folder[$"{recency}.gguf"];
}
