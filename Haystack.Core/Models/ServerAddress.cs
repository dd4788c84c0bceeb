using System.Globalization;

namespace Haystack.Models;

/// <summary>One of several servers as the user names it: <c>http://gpu1:8000/v1 slots=8 weight=2</c>.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Slots">Questions in flight at a time; null for as many as it tells or gets more done with.</param>
/// <param name="Weight">How fast it is beside the others, until that is measured.</param>
internal sealed record ServerAddress(string Url, int? Slots, double Weight)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="HaystackException">It is not of that form.</exception>
    public static ServerAddress Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            throw new HaystackException("a server's address is empty (--base-url, --endpoint)");
        var address = new ServerAddress(words[0], null, 1);
        foreach (var word in words[1..])
        {
            address = word.Split('=') switch
            {
                ["slots", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var slots) && slots is >= 1 and <= 1024 => address with { Slots = slots },
                ["weight", var share] when double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1000 => address with { Weight = weight },
                _ => throw new HaystackException($"behind the address of a server stand slots=1 to 1024 and weight= above 0, not '{word}'"),
            };
        }

        return address;
    }
}
