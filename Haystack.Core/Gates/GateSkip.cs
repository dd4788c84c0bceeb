namespace Haystack.Gates;

/// <summary>
/// Makes the exception that the test framework at hand reports as a skipped test, without a reference to any. xunit
/// knows a skip by the first word of its message; NUnit and MSTest know their own types, which are looked for among the
/// assemblies that the process has loaded.
/// </summary>
internal static class GateSkip
{
    private static readonly (string Assembly, string Type)[] Known =
    [
        ("Xunit.SkippableFact", "Xunit.SkipException"),
        ("nunit.framework", "NUnit.Framework.IgnoreException"),
        ("MSTest.TestFramework", "Microsoft.VisualStudio.TestTools.UnitTesting.AssertInconclusiveException"),
        ("Microsoft.VisualStudio.TestPlatform.TestFramework", "Microsoft.VisualStudio.TestTools.UnitTesting.AssertInconclusiveException"),
    ];

    /// <summary>The exception; a <see cref="GateSkippedException"/> where none of the others is known.</summary>
    public static Exception Because(string reason)
    {
        foreach (var (assembly, type) in Known)
        {
            var found = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == assembly)?.GetType(type);
            if (found is not null && typeof(Exception).IsAssignableFrom(found) && found.GetConstructor([typeof(string)]) is { } create)
                return (Exception)create.Invoke([reason]);
        }

        return new GateSkippedException(reason);
    }
}
