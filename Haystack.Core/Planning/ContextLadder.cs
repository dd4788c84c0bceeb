namespace Haystack.Planning;

/// <summary>The context lengths that a model is asked at.</summary>
internal static class ContextLadder
{
    private const int LowestStep = 2 * 1024;

    /// <summary>
    /// The rungs for one model: those asked for, or 2k, 4k, 8k … and, as the last, whatever the largest context
    /// leaves beside the reply.
    /// </summary>
    /// <param name="options">Context lengths and output budget.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <param name="modelMaximum">What the model takes, in tokens; null where unknown.</param>
    /// <exception cref="HaystackException">Nothing fits.</exception>
    public static IReadOnlyList<Rung> Build(SweepOptions options, string model, int? modelMaximum)
    {
        var reserve = options.OutputBudget;
        if (options.Contexts.Count > 0)
        {
            foreach (var context in options.Contexts)
            {
                if (modelMaximum is { } most && (long)context + reserve > most)
                    throw new HaystackException(
                        $"--contexts {TokenSize.Format(context)}: with {TokenSize.Format(reserve)} tokens for the reply that is more than the {TokenSize.Format(most)} that {model} takes");
            }

            return [.. options.Contexts.Distinct().Order().Select(c => new Rung(c))];
        }

        var limit = Math.Min(options.MaxContextTokens, modelMaximum ?? int.MaxValue);
        var top = limit - reserve;
        if (top < 1)
            throw new HaystackException(
                $"a context of {TokenSize.Format(limit)} tokens leaves no room for a prompt beside {TokenSize.Format(reserve)} for the reply: raise --max-ctx or lower --max-output");
        var rungs = new List<Rung>();
        // A step less than a quarter below the top would measure nearly the same thing twice.
        for (long step = LowestStep; step * 5 / 4 <= top; step *= 2)
            rungs.Add(new Rung((int)step));
        var whose = limit < options.MaxContextTokens ? $"the {TokenSize.Format(limit)} that {model} takes" : TokenSize.Format(limit);
        rungs.Add(new Rung(top, $"{whose} less {TokenSize.Format(reserve)} for the reply"));
        return rungs;
    }

    /// <summary>The context size to request for every prompt of a model's sweep, so that it never reloads.</summary>
    public static int NumCtx(IReadOnlyList<Rung> rungs, SweepOptions options) =>
        checked(rungs.Max(r => r.ContextTokens) + options.OutputBudget);
}
