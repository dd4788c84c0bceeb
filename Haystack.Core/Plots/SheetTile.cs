namespace Haystack.Plots;

/// <summary>One model on a sheet of all.</summary>
/// <param name="Name">The model.</param>
/// <param name="Finding">What was found of it.</param>
/// <param name="Recall">Two facts combined: distance across, length up.</param>
/// <param name="Depth">Single facts found: length across, place downwards; without cells where none was asked for.</param>
internal sealed record SheetTile(string Name, string Finding, PlottedGrid Recall, PlottedGrid Depth);
