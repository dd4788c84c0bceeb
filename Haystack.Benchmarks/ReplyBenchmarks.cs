using BenchmarkDotNet.Attributes;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;

namespace Haystack.Benchmarks;

/// <summary>Reading one reply of 20,000 characters, from what the server sent to its outcome: to take under 5 ms.</summary>
[MemoryDiagnoser]
public class ReplyBenchmarks
{
    private const int Length = 20_000;

    private static readonly string[] English = ["Alder", "Bracken", "Corvale", "Dunmere", "Eskerton", "Fallowby", "Garrick", "Harrowgate"];
    private static readonly string[] Chinese = ["松树湾", "云龙镇", "白石渡", "青溪村", "长风岭", "柳叶塘", "金沙洲", "望月台"];

    private Question _question = null!;
    private ModelResponse _response = null!;
    private string[] _values = [];

    /// <summary>The reply's language.</summary>
    [Params("en", "zh")]
    public string Language { get; set; } = "";

    /// <summary>
    /// A marked answer at the end, at the beginning, none in prose of many sentences, and none in reasoning that names a planted value
    /// in each sentence: the dearest, as every sentence may be the one that answers.
    /// </summary>
    [Params("answer last", "answer first", "no mark", "reasoning")]
    public string Kind { get; set; } = "";

    /// <summary>Writes the reply.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var isEnglish = Language == "en";
        _values = isEnglish ? English : Chinese;
        _question = new Question
        {
            Arm = Arm.Pair,
            Text = isEnglish ? "In which town does the keeper of the ledger live?" : "保管账本的人住在哪里？",
            Answer = _values[2],
            Accepted = [_values[2]],
            Kind = AnswerKind.Name,
            Intermediates = [_values[0]],
            Choices = [],
            ChanceLevel = 0.125,
        };
        var prose = string.Concat(Prose.Sentences(Language).Select((s, i) => i % 8 == 7 ? s + "\n\n" : s));
        var reasoning = string.Concat(Enumerable.Range(0, 2_000).Select(i => isEnglish
            ? $"Let me look at {_values[i % 8]} once more; what it says there is \"{_values[(i * 3 + 1) % 8]}\". "
            : $"我再看看关于{_values[i % 8]}的那一段，那里说的是{_values[(i * 3 + 1) % 8]}。"));
        var answer = isEnglish ? $"Answer: {_values[2]}" : $"答案：{_values[2]}";
        var says = Kind switch
        {
            "answer last" => prose[..(Length - answer.Length - 2)] + "\n\n" + answer,
            "answer first" => answer + "\n\n" + prose[..(Length - answer.Length - 2)],
            "no mark" => prose[..Length],
            _ => reasoning[..Length],
        };
        _response = new ModelResponse { Content = says, Stop = StopCause.Finished, IsFromElsewhere = true };
    }

    /// <summary>Reads it.</summary>
    [Benchmark]
    public object Read() => Scorer.Score(_response, _question, _values, 100, TokenizerGrade.Verified);
}
