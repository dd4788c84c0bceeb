namespace Haystack.Tests.Tokenization;

/// <summary>Text of every kind that tokenizers treat apart.</summary>
internal static class SampleTexts
{
    /// <summary>Named, so that a failure says which.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["english"] = "The harbour master's log, kept since 1871, doesn't say who'd ordered it: \"Fourteen crates (oak), 2,350 lb.\" \n\nThey'RE gone—naïve café façade, Ørsted, STRASSE.",
        ["chinese"] = "港口管理员的日志里写道：“十四个木箱，共2350磅。”他说，明天会下雨吗？不会！……「好」，于是大家都散了。 \n\n第二段从这里开始。",
        ["mixed"] = "模型Qwen2.5在32k上下文里，recall@1是87.5%。かなカナ 한국어 텍스트 русский текст العربية हिन्दी ไทย",
        ["code"] = "def f(x: int) -> dict[str, int]:\n\tif x != 0 and y >= 1e-9:\r\n\t\treturn {\"k\": x ** 2}  # done\n\n\nfor (int i = 0; i < n; ++i) { a[i] += b->c; }\n",
        ["digits"] = "0 12 345 6789 1234567890 3.14159 1,000,000 0x1F4A9 ٣٤٥ ４５６ ½ ²",
        ["emoji"] = "👍 👩‍👩‍👧‍👦abc 🏳️‍🌈!! 😀😀😀 word😀word 🇩🇪",
        ["astral letters"] = "𝐀𝐛𝐜 𐐀𐐨 𠀀𠀁中𠀂 𝟏𝟐𝟑 𓀀x𓀀",
        ["combining"] = "e\u0301te\u0301 n\u0303 a\u0308\u0323o Z\u0351\u036B\u0343a\u0334l\u0341go \u0E01\u0E33",
        ["lone surrogates"] = "a\uD83Db \uDC4D\uD83D end\uD800",
        ["crlf"] = "one\r\ntwo\r\n\r\nthree\rfour\n\r\n  five \r\n",
        ["tabs and blanks"] = "\ta\t\tb   c    \t d\u00A0e\u3000f\u2009g \n \n  \n",
        ["long word"] = new string('a', 700) + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + string.Concat(Enumerable.Repeat("xyz", 200)) + new string('=', 300),
        ["runs"] = "aaa aaaaa aaaaaaab baaaaaaaaaaaaa === ======== =========== a========a zzzzzzz " + new string('=', 301) + new string('a', 77),
        ["look-alikes"] = "<|im_end|> <|endoftext|><|im_start|>user [INST] </s> <s> <0x0A> ▁under <think>",
        ["rare words"] = " Supercalifragilistic zyzzyva qwertyuiop ANTIDISESTABLISHMENT camelCaseHTTPServerXYZ",
        ["empty"] = "",
    };

    /// <summary>For theories.</summary>
    public static IEnumerable<string> Names => All.Keys;
}
