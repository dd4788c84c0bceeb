using Haystack.Facts;
using Haystack.Scoring;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>How a <see cref="TrialRow"/> lies in the <c>trials</c> table.</summary>
internal static class TrialColumns
{
    private const string Reading = "reading";
    private const string Table = "trials";
    private const long MostOfAnything = 10_000_000;

    /// <summary>Columns that older stores do not have, with their types; all may be null.</summary>
    public static IReadOnlyList<(string Name, string Type)> Later { get; } =
    [
        (Reading, "TEXT"), ("answer_form", "TEXT"), ("other_readings", "TEXT"), ("asked_as", "INTEGER"), ("is_cold", "INTEGER"),
        ("first_fact_position", "REAL"), ("last_fact_position", "REAL"), ("intervening_facts", "INTEGER"),
        ("in_flight", "INTEGER"), ("server", "TEXT"),
    ];

    private static readonly (string Name, Func<TrialRow, object?> Value)[] Columns =
    [
        ("key", t => t.Key), ("model", t => t.Model), ("document_id", t => t.DocumentId), ("chain", t => t.Chain),
        ("family", t => t.Family), ("language", t => t.Language), ("arm", t => t.Arm.ToText()), ("fact_order", t => t.Order.ToText()),
        ("hops", t => t.Hops), ("context_tokens", t => t.ContextTokens), ("distance_tokens", t => t.DistanceTokens),
        ("position", t => t.Position), ("fact_position", t => t.FactPosition), ("chance_level", t => t.ChanceLevel),
        ("question_placement", t => t.QuestionPlacement), ("arrangement", t => t.Arrangement),
        ("prompt_tokens_planned", t => t.PromptTokensPlanned), ("prompt_tokens_counted", t => t.PromptTokensCounted),
        ("cached_prompt_tokens", t => t.CachedPromptTokens), ("outcome", t => t.ReadAs.ToString()), ("answer", t => t.Answer),
        ("expected", t => t.Expected), ("question", t => t.Question), ("response", t => t.Response), ("thinking", t => t.Thinking),
        ("fault", t => t.Fault), ("done_reason", t => t.DoneReason), ("stop", t => t.Stop), ("output_tokens", t => t.OutputTokens),
        ("thinking_tokens", t => t.ThinkingTokens), ("seconds_to_first_token", t => t.SecondsToFirstToken),
        ("thinking_seconds", t => t.ThinkingSeconds), ("total_seconds", t => t.TotalSeconds), ("prefill_rate", t => t.PrefillRate),
        ("decode_rate", t => t.DecodeRate), ("prompt_sha256", t => t.PromptSha256), ("attempts", t => t.Attempts),
        (Reading, t => t.Reading), ("answer_form", t => t.AnswerForm), ("other_readings", t => t.OtherReadings), ("asked_as", t => t.AskedAs),
        ("is_cold", t => t.IsCold ? 1 : null), ("first_fact_position", t => t.FirstFactPosition),
        ("last_fact_position", t => t.LastFactPosition), ("intervening_facts", t => t.InterveningFacts), ("in_flight", t => t.InFlight), ("server", t => t.Server),
    ];

    private static readonly Dictionary<string, int> Ordinals =
        Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);

    /// <summary>
    /// Stores a row; where its key is there already, the stored one stays, but for a trial that failed, which a
    /// later attempt replaces.
    /// </summary>
    public static string Insert => Replace + " WHERE trials.outcome = 'Failed'";

    /// <summary>Stores a row in the place of any that has its key.</summary>
    public static string Replace { get; } =
        $"INSERT INTO trials ({string.Join(", ", Columns.Select(c => c.Name))}) VALUES ({string.Join(", ", Columns.Select(c => "$" + c.Name))}) "
        + $"ON CONFLICT (key) DO UPDATE SET {string.Join(", ", Columns.Skip(1).Select(c => $"{c.Name} = excluded.{c.Name}"))}";

    /// <summary>Reads rows in an order that no order of work changes.</summary>
    /// <param name="texts">Which texts are read too.</param>
    /// <param name="missing">The <see cref="Later"/> columns that the store does not have.</param>
    public static string Select(TrialTexts texts, IReadOnlySet<string> missing) =>
        $"{SelectAny(texts, missing)} "
        + "LEFT JOIN models m ON m.name = t.model "
        + "ORDER BY m.position, t.family, t.language, t.context_tokens, t.document_id, t.question_placement, t.chain, t.arm";

    /// <summary>Reads rows with their texts in the order of their keys: rows put into a store in that order lie side by side in its index.</summary>
    public static string SelectByKey(IReadOnlySet<string> missing) => $"{SelectAny(TrialTexts.All, missing)} ORDER BY t.key";

    /// <summary>Reads the row of the key <c>$key</c>, with its texts.</summary>
    public static string SelectOne(IReadOnlySet<string> missing) => $"{SelectAny(TrialTexts.All, missing)} WHERE t.key = $key";

    private static string SelectAny(TrialTexts texts, IReadOnlySet<string> missing) =>
        $"SELECT {string.Join(", ", Columns.Select(c => IsLeftOut(c.Name, texts) ? c.Name is "question" or "prompt_sha256" ? "''" : "NULL" : missing.Contains(c.Name) ? "NULL" : "t." + c.Name))} FROM trials t";

    /// <summary>The rows of these keys, with their texts, judged as people judged them; none for a key that is not there.</summary>
    public static IReadOnlyDictionary<string, TrialRow> ReadKeys(SqliteConnection connection, IEnumerable<string> keys)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SelectOne(RunSchema.Missing(connection));
        var key = command.Parameters.Add("$key", SqliteType.Text);
        var (rows, verdicts) = (new Dictionary<string, TrialRow>(StringComparer.Ordinal), VerdictTable.Holding(connection));
        foreach (var one in keys)
        {
            key.Value = one;
            using var reader = command.ExecuteReader();
            if (reader.Read())
                rows[one] = Read(reader).JudgedBy(verdicts);
        }

        return rows;
    }

    /// <summary>Binds a row to a command made with <see cref="Insert"/>.</summary>
    public static void Bind(SqliteCommand command, TrialRow row)
    {
        if (command.Parameters.Count == 0)
        {
            foreach (var column in Columns)
                command.Parameters.Add(new SqliteParameter("$" + column.Name, null));
        }

        for (var i = 0; i < Columns.Length; i++)
            command.Parameters[i].Value = Columns[i].Value(row) ?? DBNull.Value;
    }

    /// <summary>Replaces what a stored trial came to.</summary>
    public static void PutScore(SqliteConnection connection, TrialRow trial)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE trials SET outcome = $outcome, answer = $answer, reading = $reading, answer_form = $form, other_readings = $others WHERE key = $key";
        command.Parameters.AddWithValue("$outcome", trial.ReadAs.ToString());
        command.Parameters.AddWithValue("$answer", (object?)trial.Answer ?? DBNull.Value);
        command.Parameters.AddWithValue("$reading", (object?)trial.Reading ?? DBNull.Value);
        command.Parameters.AddWithValue("$form", (object?)trial.AnswerForm ?? DBNull.Value);
        command.Parameters.AddWithValue("$others", (object?)trial.OtherReadings ?? DBNull.Value);
        command.Parameters.AddWithValue("$key", trial.Key);
        command.ExecuteNonQuery();
    }

    /// <summary>The row that a reader stands at.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="shared">The texts that rows have in common; null where each has its own.</param>
    /// <exception cref="HaystackException">A value is none that a trial can have.</exception>
    public static TrialRow Read(SqliteDataReader reader, SharedTexts? shared = null)
    {
        var row = ReadWhole(reader);
        return shared is null ? row : row with
        {
            Model = shared.Of(row.Model),
            DocumentId = shared.Of(row.DocumentId),
            Family = shared.Of(row.Family),
            Language = shared.Of(row.Language),
            QuestionPlacement = shared.Of(row.QuestionPlacement),
            Arrangement = shared.Of(row.Arrangement),
            Answer = shared.OfNullable(row.Answer),
            Expected = shared.Of(row.Expected),
            Question = shared.Of(row.Question),
            Fault = shared.OfNullable(row.Fault),
            DoneReason = shared.OfNullable(row.DoneReason),
            Stop = shared.OfNullable(row.Stop),
            PromptSha256 = row.PromptSha256.Length == 0 ? "" : row.PromptSha256,
            Server = shared.OfNullable(row.Server),
            AnswerForm = shared.OfNullable(row.AnswerForm),
            OtherReadings = shared.OfNullable(row.OtherReadings),
        };
    }

    private static TrialRow ReadWhole(SqliteDataReader reader) => new()
    {
        Key = Label(reader, "key"),
        Model = Label(reader, "model"),
        DocumentId = Label(reader, "document_id"),
        Chain = Count(reader, "chain"),
        Family = Label(reader, "family"),
        Language = Label(reader, "language"),
        Arm = new StoredValues(reader, Table).Parsed(Ordinals["arm"], "arm", FactNames.ParseArm),
        Order = new StoredValues(reader, Table).Parsed(Ordinals["fact_order"], "fact_order", FactNames.ParseOrder),
        Hops = Count(reader, "hops"),
        ContextTokens = new StoredValues(reader, Table).Tokens(Ordinals["context_tokens"], "context_tokens"),
        DistanceTokens = (int?)WholeOrNull(reader, "distance_tokens", StoredValues.MostTokens),
        Position = new StoredValues(reader, Table).Real(Ordinals["position"], "position", 1),
        FactPosition = Share(reader, "fact_position"),
        ChanceLevel = new StoredValues(reader, Table).Real(Ordinals["chance_level"], "chance_level", 1),
        QuestionPlacement = Label(reader, "question_placement"),
        Arrangement = Label(reader, "arrangement"),
        PromptTokensPlanned = new StoredValues(reader, Table).Tokens(Ordinals["prompt_tokens_planned"], "prompt_tokens_planned"),
        PromptTokensCounted = WholeOrNull(reader, "prompt_tokens_counted"),
        CachedPromptTokens = WholeOrNull(reader, "cached_prompt_tokens"),
        Outcome = new StoredValues(reader, Table).Name<Outcome>(Ordinals["outcome"], "outcome"),
        Answer = TextOrNull(reader, "answer"),
        Expected = Text(reader, "expected"),
        Question = Text(reader, "question"),
        Response = TextOrNull(reader, "response"),
        Thinking = TextOrNull(reader, "thinking"),
        Fault = NoteOrNull(reader, "fault"),
        DoneReason = NoteOrNull(reader, "done_reason"),
        Stop = NoteOrNull(reader, "stop"),
        OutputTokens = WholeOrNull(reader, "output_tokens"),
        ThinkingTokens = WholeOrNull(reader, "thinking_tokens"),
        SecondsToFirstToken = Real(reader, "seconds_to_first_token"),
        ThinkingSeconds = Real(reader, "thinking_seconds"),
        TotalSeconds = new StoredValues(reader, Table).Real(Ordinals["total_seconds"], "total_seconds"),
        PrefillRate = Real(reader, "prefill_rate"),
        DecodeRate = Real(reader, "decode_rate"),
        PromptSha256 = Label(reader, "prompt_sha256"),
        Attempts = Count(reader, "attempts"),
        Reading = NoteOrNull(reader, Reading),
        AnswerForm = NoteOrNull(reader, "answer_form"),
        OtherReadings = NoteOrNull(reader, "other_readings"),
        AskedAs = (int?)WholeOrNull(reader, "asked_as", MostOfAnything),
        IsCold = WholeOrNull(reader, "is_cold", 1) == 1,
        InFlight = (int?)WholeOrNull(reader, "in_flight", MostOfAnything),
        Server = TextOrNull(reader, "server"),
        FirstFactPosition = Share(reader, "first_fact_position"),
        LastFactPosition = Share(reader, "last_fact_position"),
        InterveningFacts = (int?)WholeOrNull(reader, "intervening_facts", MostOfAnything),
    };

    private static bool IsLeftOut(string column, TrialTexts texts) =>
        (texts != TrialTexts.All && column is ("response" or "thinking" or Reading)) || (texts == TrialTexts.Figures && column is ("question" or "prompt_sha256"));

    private static string Text(SqliteDataReader reader, string column) => new StoredValues(reader, Table).Text(Ordinals[column], column);

    private static string Label(SqliteDataReader reader, string column) => new StoredValues(reader, Table).Label(Ordinals[column], column);

    private static string? NoteOrNull(SqliteDataReader reader, string column) => new StoredValues(reader, Table).NoteOrNull(Ordinals[column], column);

    private static string? TextOrNull(SqliteDataReader reader, string column) => new StoredValues(reader, Table).TextOrNull(Ordinals[column], column);

    private static int Count(SqliteDataReader reader, string column) => (int)new StoredValues(reader, Table).Whole(Ordinals[column], column, 0, MostOfAnything);

    private static long? WholeOrNull(SqliteDataReader reader, string column, long most = 1L << 40) => new StoredValues(reader, Table).WholeOrNull(Ordinals[column], column, 0, most);

    private static double? Real(SqliteDataReader reader, string column) => new StoredValues(reader, Table).RealOrNull(Ordinals[column], column, 1e12);

    private static double? Share(SqliteDataReader reader, string column) => new StoredValues(reader, Table).RealOrNull(Ordinals[column], column, 1);
}
