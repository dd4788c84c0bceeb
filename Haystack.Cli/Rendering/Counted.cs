using System.Globalization;

namespace Haystack.Cli.Rendering;

/// <summary>How many there are of something, in words.</summary>
internal static class Counted
{
    /// <summary><c>1 model</c>, <c>2,080 trials</c>.</summary>
    public static string Of(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
