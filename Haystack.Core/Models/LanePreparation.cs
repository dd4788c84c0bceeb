using System.Globalization;
using Haystack.Flights;
using Haystack.Inference;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Models;

/// <summary>Gets the further servers of a model ready: each must carry the very model that the first has.</summary>
/// <param name="options">What is measured, and the addresses.</param>
/// <param name="environment">What the sweep takes from around it.</param>
/// <param name="preparation">Looks at models.</param>
/// <param name="notice">Takes what the user should know.</param>
internal sealed class LanePreparation(SweepOptions options, SweepEnvironment environment, ModelPreparation preparation, Action<string> notice)
{
    /// <summary><paramref name="model"/> with all servers that carry it.</summary>
    /// <param name="model">The model as the first server that could be reached has it.</param>
    /// <param name="probe">Whether servers may be asked for probe prompts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">A server has another model under the name, or runs it otherwise; the message says in what they differ.</exception>
    public async Task<PreparedModel> WithOthersAsync(PreparedModel model, bool probe, CancellationToken cancellationToken)
    {
        var addresses = Servers.Addresses(options, ModelSpec.Parse(model.Row.Name));
        if (addresses.Count < 2)
            return model;
        var first = addresses.FirstOrDefault(a => IsAt(model.Connection, a)) ?? addresses[0];
        var others = new List<PreparedModel>();
        try
        {
            foreach (var address in addresses.Where(a => a != first))
            {
                if (await OtherAsync(model, address, probe, cancellationToken).ConfigureAwait(false) is { } other)
                    others.Add(other);
            }
        }
        catch
        {
            foreach (var other in others)
                await other.Connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (others.Count > 0 && model.Row.Digest is null && !model.Row.Properties.ContainsKey("identity"))
            notice($"{model.Row.Name}: none of its servers says which weights it has: that they carry the same model is taken on trust");
        return At(model, first) with { Others = others };
    }

    private async Task<PreparedModel?> OtherAsync(PreparedModel model, ServerAddress address, bool probe, CancellationToken cancellationToken)
    {
        IModelConnection? connection = null;
        try
        {
            connection = await Servers.At(options, environment, model.Row.Provider, address).ConnectAsync(ModelSpec.Parse(model.Row.Name), cancellationToken).ConfigureAwait(false);
            var (row, shortPrompt) = await preparation.RowAsync(connection, model.Row.NumCtx, probe, cancellationToken).ConfigureAwait(false);
            RequireSame(model, row, connection, address);
            return At(model with { Connection = connection, ShortPrompt = shortPrompt }, address);
        }
        catch (ServerUnreachableException e)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            notice($"{model.Row.Name}: left out: {e.Message}");
            return null;
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void RequireSame(PreparedModel model, ModelRow row, IModelConnection connection, ServerAddress address)
    {
        var (first, other) = (model.Connection, connection);
        var differences = ModelChanges.Differences(model.Row with { TemplateTokens = model.Row.TemplateTokens + model.TemplateShift }, row).ToList();
        // What only one of them tells is no difference.
        void Compare(string name, object? one, object? two, bool isLike)
        {
            if (one is not null && two is not null && !isLike)
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {one} → {two}"));
        }

        Compare("context", first.Description.MaxContextTokens, other.Description.MaxContextTokens, other.Description.MaxContextTokens >= first.Description.MaxContextTokens);
        Compare("architecture", model.Row.Architecture, row.Architecture, model.Row.Architecture == row.Architecture);
        Compare("parameters", model.Row.ParameterSize, row.ParameterSize, model.Row.ParameterSize == row.ParameterSize);
        // Cold controls are asked in the first one's way.
        Compare("told to reuse nothing", Heeds(first), Heeds(other), first.ReusesNothingWhenTold == other.ReusesNothingWhenTold);
        if (differences.Count > 0)
            throw new HaystackException($"the server at {address.Url} does not carry the same model '{model.Row.Name}' as the first ({string.Join("; ", differences)}): their results must not mix, leave it out");
    }

    private static string Heeds(IModelConnection connection) => connection.ReusesNothingWhenTold ? "it does" : "it takes no such word";

    private PreparedModel At(PreparedModel model, ServerAddress address) => model with
    {
        Address = address.Url.TrimEnd('/'),
        Weight = address.Weight,
        Flight = FlightLimits.Of(address.Slots is { } slots ? options with { InFlight = slots } : options, model.Connection),
    };

    private static bool IsAt(IModelConnection connection, ServerAddress address) =>
        Uri.TryCreate(connection.Description.Properties.GetValueOrDefault("endpoint"), UriKind.Absolute, out var at)
        && Uri.TryCreate(address.Url.TrimEnd('/') + "/", UriKind.Absolute, out var given) && at.Authority == given.Authority && at.AbsolutePath.TrimEnd('/') == given.AbsolutePath.TrimEnd('/');
}
