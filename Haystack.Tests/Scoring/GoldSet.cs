using System.Runtime.CompilerServices;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Haystack.Tests.Scoring;

/// <summary>The replies under <c>gold/</c>: each file a list of questions with their replies.</summary>
internal static class GoldSet
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build();

    private static readonly Lazy<IReadOnlyList<GoldCase>> Loaded = new(Load);

    public static IReadOnlyList<GoldCase> All => Loaded.Value;

    private static GoldCase[] Load() =>
        [.. Directory.GetFiles(Path.Combine(Folder(), "gold"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(LoadFile)];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static IEnumerable<GoldCase> LoadFile(string path)
    {
        foreach (var (group, g) in Yaml.Deserialize<List<Group>>(File.ReadAllText(path)).Select((group, g) => (group, g)))
        {
            var question = new Question
            {
                Arm = Enum.Parse<Arm>(group.Arm, ignoreCase: true),
                Text = group.Question,
                Answer = group.Answer,
                Accepted = group.Accepted.Count > 0 ? group.Accepted : [group.Answer],
                Kind = Enum.Parse<AnswerKind>(group.Kind, ignoreCase: true),
                Intermediates = group.Intermediates,
                Choices = group.Choices,
                ChanceLevel = 0.1,
            };
            foreach (var (reply, r) in group.Replies.Select((reply, r) => (reply, r)))
            {
                yield return new GoldCase
                {
                    Source = $"{Path.GetFileName(path)} {g + 1}.{r + 1}",
                    Question = question,
                    DocumentValues = group.Values,
                    Grade = Enum.Parse<TokenizerGrade>(reply.Grade, ignoreCase: true),
                    Expected = Enum.Parse<Outcome>(reply.Is, ignoreCase: true),
                    Response = new ModelResponse
                    {
                        Content = reply.Says,
                        Thinking = reply.Thinking,
                        Stop = Enum.Parse<StopCause>(reply.Stop, ignoreCase: true),
                        PromptTokens = reply.Counted == "none" ? null : long.Parse(reply.Counted, System.Globalization.CultureInfo.InvariantCulture),
                        Fault = reply.Fault,
                    },
                };
            }
        }
    }

    private sealed class Group
    {
        public string Question { get; set; } = "";

        public string Arm { get; set; } = "pair";

        public string Kind { get; set; } = "";

        public string Answer { get; set; } = "";

        public List<string> Accepted { get; set; } = [];

        public List<string> Intermediates { get; set; } = [];

        public List<string> Choices { get; set; } = [];

        public List<string> Values { get; set; } = [];

        public List<Reply> Replies { get; set; } = [];
    }

    private sealed class Reply
    {
        public string Is { get; set; } = "";

        public string Says { get; set; } = "";

        public string Thinking { get; set; } = "";

        public string Stop { get; set; } = "finished";

        public string Grade { get; set; } = "verified";

        public string Counted { get; set; } = "8000";

        public string? Fault { get; set; }
    }
}
