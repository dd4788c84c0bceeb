using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>One column of an export.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Type">string, int, long, double or ulong; every column but the first can be missing.</param>
/// <param name="Value">Null where it is missing.</param>
/// <param name="IsForeign">Whether its text comes from outside (a model, a server, the user), so that it can be anything.</param>
internal sealed record TrialField(string Name, Type Type, Func<TrialRow, object?> Value, bool IsForeign = false);
