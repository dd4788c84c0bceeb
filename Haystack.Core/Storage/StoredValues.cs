using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>Reads the values of a table, each of the type and within the range that it must have.</summary>
internal readonly ref struct StoredValues(SqliteDataReader reader, string table)
{
    /// <summary>No model takes more tokens.</summary>
    public const int MostTokens = 1 << 27;

    /// <summary>Characters of a name; what is stored keeps well below it (512 in a model's).</summary>
    public const int LongestLabel = 4096;

    /// <summary>Characters of what is noted about a reply: a step of the reading is a line.</summary>
    public const int LongestNote = 1 << 18;

    private const double LongestSeconds = 1e9;

    /// <summary>A text.</summary>
    public string Text(int ordinal, string column) => TextOrNull(ordinal, column) ?? throw Wrong(column, "missing");

    /// <summary>A text, or null.</summary>
    public string? TextOrNull(int ordinal, string column) => reader.GetValue(ordinal) switch
    {
        string text => text,
        DBNull => null,
        _ => throw Wrong(column, "not a text"),
    };

    /// <summary>A short text: a name, or what stands for one, which tables and pictures show whole.</summary>
    public string Label(int ordinal, string column) => LabelOrNull(ordinal, column) ?? throw Wrong(column, "missing");

    /// <summary>A short text, or null.</summary>
    public string? LabelOrNull(int ordinal, string column) =>
        TextOrNull(ordinal, column) switch
        {
            { Length: > LongestLabel } text => throw Wrong(column, string.Create(CultureInfo.InvariantCulture, $"'{Shown(text)}', of {text.Length:N0} characters")),
            var text => text,
        };

    /// <summary>A text that the program itself wrote about a reply, or null: some lines, whatever the reply.</summary>
    public string? NoteOrNull(int ordinal, string column) =>
        TextOrNull(ordinal, column) switch
        {
            { Length: > LongestNote } text => throw Wrong(column, string.Create(CultureInfo.InvariantCulture, $"of {text.Length:N0} characters")),
            var text => text,
        };

    /// <summary>A whole number.</summary>
    public long Whole(int ordinal, string column, long least, long most) => WholeOrNull(ordinal, column, least, most) ?? throw Wrong(column, "missing");

    /// <summary>A whole number, or null.</summary>
    public long? WholeOrNull(int ordinal, string column, long least, long most) => reader.GetValue(ordinal) switch
    {
        long whole when whole >= least && whole <= most => whole,
        long whole => throw Wrong(column, whole.ToString(CultureInfo.InvariantCulture)),
        DBNull => null,
        _ => throw Wrong(column, "not a whole number"),
    };

    /// <summary>A number of tokens.</summary>
    public int Tokens(int ordinal, string column) => (int)Whole(ordinal, column, 0, MostTokens);

    /// <summary>A number.</summary>
    public double Real(int ordinal, string column, double most = LongestSeconds) => RealOrNull(ordinal, column, most) ?? throw Wrong(column, "missing");

    /// <summary>A number, or null.</summary>
    public double? RealOrNull(int ordinal, string column, double most = LongestSeconds) => reader.GetValue(ordinal) switch
    {
        double real when real >= 0 && real <= most => real,
        long whole when whole >= 0 && whole <= most => whole,
        double or long => throw Wrong(column, reader.GetDouble(ordinal).ToString("R", CultureInfo.InvariantCulture)),
        DBNull => null,
        _ => throw Wrong(column, "not a number"),
    };

    /// <summary>One of an enumeration's names.</summary>
    public T Name<T>(int ordinal, string column)
        where T : struct, Enum
    {
        var text = Text(ordinal, column);
        return Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) && Enum.GetName(value) == text ? value : throw Wrong(column, $"an unknown '{Shown(text)}'");
    }

    /// <summary>What <paramref name="parse"/> makes of a text.</summary>
    public T Parsed<T>(int ordinal, string column, Func<string, T> parse)
    {
        var text = Text(ordinal, column);
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or System.Text.Json.JsonException or HaystackException or NotSupportedException)
        {
            throw Wrong(column, $"'{Shown(text)}'");
        }
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private HaystackException Wrong(string column, string what) =>
        new($"the store is damaged, or not Haystack's: {column} of {table} is {what}");
}
