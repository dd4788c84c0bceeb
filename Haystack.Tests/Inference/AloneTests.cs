using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>Tests that measure memory or processor time of the whole process, and so run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "Alone";
}
