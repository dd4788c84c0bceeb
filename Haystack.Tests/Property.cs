using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsCheck;

namespace Haystack.Tests;

/// <summary>
/// Property tests whose cases are always the same: each comes from a seed of the test's name and the case's number, so
/// a build that passed passes again. Other cases are looked at by <c>.ci/explore-properties</c>, which says what to
/// write into <c>PinnedProperties.txt</c>; those are tried first, for good.
/// </summary>
internal static class Property
{
    /// <summary>The environment variable with another root for all cases; set by <c>.ci/explore-properties</c> alone.</summary>
    public const string RootVariable = "HAYSTACK_PROPERTY_ROOT";

    private static readonly Seed Root = new(
        ulong.TryParse(Environment.GetEnvironmentVariable(RootVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var root) ? root : 1);

    private static readonly ILookup<string, ulong> Pinned = ReadPinned();

    /// <summary>Checks <paramref name="holds"/> for <paramref name="iter"/> cases of <paramref name="any"/>.</summary>
    /// <exception cref="PropertyFailedException">It does not hold: for what, and how to pin that case.</exception>
    public static void Sample<T>(this Gen<T> any, Action<T> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{test}";
        var seeds = Pinned[name].Concat(Enumerable.Range(0, iter).Select(i => Root.Derive(name, i).Value)).ToList();
        var failures = new ConcurrentDictionary<int, (string Case, Exception Fault)>();
        Parallel.For(0, seeds.Count, (i, loop) =>
        {
            var value = any.Generate(new PCG((uint)(seeds[i] >> 32), seeds[i]), null!, out _);
            try
            {
                holds(value);
            }
            catch (Exception fault)
            {
#pragma warning disable RS0030 // Printing a case draws none.
                failures[i] = (Check.Print(value), fault);
#pragma warning restore RS0030
                loop.Break();
            }
        });
        if (failures.IsEmpty)
            return;
        var first = failures.MinBy(f => f.Key);
        throw new PropertyFailedException(
            $"does not hold for case {first.Key + 1} of {seeds.Count}: {first.Value.Case}\npin it by a line of Haystack.Tests/PinnedProperties.txt: {name} {seeds[first.Key]}\n{first.Value.Fault.Message}",
            first.Value.Fault);
    }

    /// <summary>The same for a condition.</summary>
    public static void Sample<T>(this Gen<T> any, Func<T, bool> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(Asserting(holds), iter, file, test);

    /// <summary>The same for pairs.</summary>
    public static void Sample<T1, T2>(this Gen<(T1, T2)> any, Action<T1, T2> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(v => holds(v.Item1, v.Item2), iter, file, test);

    /// <summary>The same for a condition on pairs.</summary>
    public static void Sample<T1, T2>(this Gen<(T1, T2)> any, Func<T1, T2, bool> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(Asserting<(T1, T2)>(v => holds(v.Item1, v.Item2)), iter, file, test);

    /// <summary>The same for triples.</summary>
    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> any, Action<T1, T2, T3> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(v => holds(v.Item1, v.Item2, v.Item3), iter, file, test);

    /// <summary>The same for a condition on triples.</summary>
    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> any, Func<T1, T2, T3, bool> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(Asserting<(T1, T2, T3)>(v => holds(v.Item1, v.Item2, v.Item3)), iter, file, test);

    /// <summary>The same for quadruples.</summary>
    public static void Sample<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> any, Action<T1, T2, T3, T4> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(v => holds(v.Item1, v.Item2, v.Item3, v.Item4), iter, file, test);

    /// <summary>The same for a condition on quadruples.</summary>
    public static void Sample<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> any, Func<T1, T2, T3, T4, bool> holds, int iter = 100, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        any.Sample(Asserting<(T1, T2, T3, T4)>(v => holds(v.Item1, v.Item2, v.Item3, v.Item4)), iter, file, test);

    private static Action<T> Asserting<T>(Func<T, bool> holds) => value =>
    {
        if (!holds(value))
            throw new PropertyFailedException("the condition is false", null);
    };

    private static ILookup<string, ulong> ReadPinned()
    {
        using var stream = typeof(Property).Assembly.GetManifestResourceStream("PinnedProperties.txt")
            ?? throw new InvalidOperationException("PinnedProperties.txt is not part of the tests");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Select(l => l.Split('#')[0].Trim().Split(' '))
            .Where(l => l.Length == 2)
            .ToLookup(l => l[0], l => ulong.Parse(l[1], NumberStyles.None, CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
