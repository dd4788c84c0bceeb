namespace Haystack.LLama.Templates;

/// <summary>Names and what they stand for; a loop and a macro have names of their own.</summary>
internal sealed class Scope
{
    /// <summary>More steps no chat template takes: a loop in a loop in a loop, or a macro that calls itself.</summary>
    private const int MostSteps = 2_000_000, MostCalls = 64;

    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);
    private readonly Scope? _outer;
    private readonly Counts _counts;

    public Scope(Scope? outer = null) => (_outer, _counts) = (outer, outer?._counts ?? new Counts());

    /// <summary>Loop control: what was said last in this scope's loop.</summary>
    public bool IsBroken { get; set; }

    /// <inheritdoc cref="IsBroken"/>
    public bool IsContinued { get; set; }

    /// <summary>What a name stands for.</summary>
    public object? this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope._outer)
            {
                if (scope._names.TryGetValue(name, out var value))
                    return value;
            }

            return Undefined.Value;
        }
        set => _names[name] = value;
    }

    /// <summary>One step more.</summary>
    public void Step()
    {
        if (++_counts.Steps > MostSteps)
            throw new TemplateException("it comes to no end");
    }

    /// <summary>What a call gives, which is within so many others at most.</summary>
    public object? Call(Callable callable, IReadOnlyList<object?> given, IReadOnlyDictionary<string, object?> named)
    {
        Step();
        if (++_counts.Calls > MostCalls)
            throw new TemplateException("it calls itself without end");
        var value = callable(given, named);
        _counts.Calls--;
        return value;
    }

    private sealed class Counts
    {
        public int Steps { get; set; }

        public int Calls { get; set; }
    }
}
