namespace Haystack.DataSets.Intake;

/// <summary>A line of answers has a shape that is not known here: it is refused, never scored as empty.</summary>
internal sealed class UnknownShapeException(string message) : Exception(message);
