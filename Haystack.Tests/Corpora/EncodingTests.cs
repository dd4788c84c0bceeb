using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Corpora.Reading;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Corpora;

/// <summary>Texts in the languages and encodings in which people have them: each is read as what it is, or refused.</summary>
public sealed class EncodingTests
{
    private const string English = "It’s the river’s own fault, he said—“we’ll see” was all she answered. The café closed at 5 o’clock.\nNobody paid the £20.\n";
    private const string French = "À l’été de cette année-là, la forêt où nous étions logés paraissait déserte.\nLe garçon répondit : « ça ne fait rien ». Les élèves étaient très fâchés.\n";
    private const string German = "Für die schöne Straße über den Fluß mußte man größere Summen zahlen.\nDie Männer hörten nichts. Äpfel und Öl waren übrig.\n";
    private const string Hungarian = "Az volt az év, amikor már senki sem számolta a teleket. A forrás kiszáradt, az ösvényt benőtte a fű.\nA férfiak késő ősszel tértek vissza, hogy megjavítsák a malmot.\n";
    private const string Polish = "Był rok, w którym nikt już nie liczył zim. Źródło wyschło, a ścieżka zarosła trawą.\nMężczyźni wrócili późną jesienią, żeby naprawić młyn.\n";
    private const string Czech = "Byl rok, kdy už nikdo nepočítal zimy. Říčka vyschla a pěšina zarostla trávou.\nMuži se vrátili pozdě na podzim, aby opravili mlýn.\n";
    private const string Latvian = "Tas bija gads, kad neviens vairs neskaitīja ziemas. Avots bija izsīcis, un taka aizaugusi ar zāli.\nVīri atgriezās vēlu rudenī. Dažas meitenes šūpojās.\n";
    private const string Turkish = "O yıl artık kimse kışları saymıyordu. Kaynak kurumuştu, patika otlarla kaplanmıştı.\nErkekler güzün değirmeni onarmak için geri döndüler.\n";
    private const string Portuguese = "Era o ano em que já ninguém contava os invernos. A fonte secou e não havia mais pão.\nAs lições de então são três, e a avó pôs a mesa à noite.\n";
    private const string Spanish = "Era el año en que ya nadie contaba los inviernos. ¿Quién volvió? ¡Los señores, mañana!\nEl pingüino está aquí, según él.\n";
    private const string Swedish = "Det var året då ingen längre räknade vintrarna. Källan hade sinat.\nMännen kom åter sent på hösten för att laga kvarnen.\n";
    private const string Euro = "Das Öl für die Mühle kostete fünf €. Größe und Maß stimmten nicht überein.\nDie Männer zählten nichts mehr.\n";
    private const string Chinese = "那一年的秋天，村里来了一个人。他数了数，说一共有三十棵树，还差两棵。\n大家都不知道他是从什么地方来的，也没有人去问。\n";
    private const string Rare = "聚氯乙烯管材的密封胶圈应符合规范。阀门启闭灵活，螺栓紧固，法兰垫片无渗漏。\n更新 PostgreSQL 的设置以后，重启服务器并查看日志。\n";
    private const string Traditional = "那一年的秋天，村裡來了一個人。他數了數，說一共有三十棵樹，還差兩棵。\n大家都不知道他是從什麼地方來的，也沒有人去問。\n";
    private const string Japanese = "その年の秋、村に一人の男が来た。彼は木を数えて、全部で三十本あると言った。\n東京の大通りで人々が待っていた。サーバーを再起動します。\n";
    private const string Korean = "그해 가을에 한 사람이 마을에 왔다. 그는 나무를 세어 보고 모두 서른 그루라고 말했다.\n사람들은 그가 어디에서 왔는지 알지 못했다.\n";
    private const string Russian = "В тот год осенью в деревню пришёл человек. Он пересчитал деревья и сказал, что их тридцать.\nНикто не знал, откуда он пришел, и никто не спросил.\n";

    private const string Cafe = "We'll see the boats; the café closed at five, and the other café at six.\n";
    private const string Ukrainian = "Того року восени до села прийшов чоловік. Він перелічив дерева і сказав, що їх тридцять.\nНіхто не знав, звідки він прийшов, та ніхто й не питав його про це.\n";

    public static TheoryData<string, string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string, string>();
            (string Text, string Encoding, string Name)[] legacy =
            [
                (English, "windows-1252", "windows-1252"), (French, "windows-1252", "windows-1252"), (German, "windows-1252", "windows-1252"),
                (Chinese, "GB18030", "GB18030"), (Rare, "GB18030", "GB18030"), (Traditional, "Big5", "Big5"), (Japanese, "Shift_JIS", "Shift_JIS"),
                (Hungarian, "windows-1250", "windows-1250"), (Hungarian, "iso-8859-2", "windows-1250"), (Polish, "windows-1250", "windows-1250"), (Polish, "iso-8859-2", "iso-8859-2"), (Czech, "windows-1250", "windows-1250"),
                (Latvian, "windows-1257", "windows-1257"), (Turkish, "windows-1254", "windows-1254"), (Portuguese, "windows-1252", "windows-1252"), (Spanish, "windows-1252", "windows-1252"), (Swedish, "windows-1252", "windows-1252"),
                (Euro, "iso-8859-15", "iso-8859-15"), (Euro, "windows-1252", "windows-1252"), (Japanese, "EUC-JP", "EUC-JP"), (Korean, "ks_c_5601-1987", "EUC-KR"), (Russian, "windows-1251", "windows-1251"), (Russian, "koi8-r", "koi8-r"),
                (Ukrainian, "koi8-u", "koi8-u"), (Russian, "cp866", "cp866"), (Russian, "iso-8859-5", "iso-8859-5"), (Russian, "x-mac-cyrillic", "x-mac-cyrillic"),
                (Cafe, "ibm850", "ibm850"), (Cafe, "macintosh", "macintosh"), (Cafe, "windows-1252", "windows-1252"), (German, "ibm850", "ibm850"), (Spanish, "ibm850", "ibm850"), (Polish, "ibm852", "ibm852"), (French, "macintosh", "macintosh"), (German, "macintosh", "macintosh"),
            ];
            foreach (var (text, encoding, name) in legacy)
                kinds.Add(text, encoding, name);
            foreach (var text in (string[])[English, Chinese, Japanese, Russian])
            {
                foreach (var (encoding, name) in ((string, string)[])[("utf-8", "UTF-8"), ("utf-16", "UTF-16LE"), ("utf-16BE", "UTF-16BE"), ("utf-32", "UTF-32LE"), ("utf-32BE", "UTF-32BE")])
                    kinds.Add(text, encoding, name);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_is_read_in_the_encoding_that_it_is_written_in(string text, string encoding, string name)
    {
        var writer = Of(encoding);
        // Some lines, and many.
        foreach (var times in (int[])[1, 40])
        {
            var whole = string.Concat(Enumerable.Repeat(text, times));
            var read = TextDecoder.Decode(writer.GetBytes(whole), "text.txt");
            read.Text.Should().Be(whole);
            read.Name.Should().Be(name);
            if (encoding.StartsWith("utf", StringComparison.Ordinal))
            {
                var marked = TextDecoder.Decode([.. writer.GetPreamble(), .. writer.GetBytes(whole)], "text.txt");
                marked.Text.Should().Be(whole);
                marked.Name.Should().Be(name + " with a byte order mark");
            }
        }
    }

    [Theory]
    [InlineData("Η γάτα κοιμήθηκε στο παράθυρο και κανείς δεν την ξύπνησε όλη τη μέρα.", "windows-1253")]
    [InlineData("בשנה ההיא בסתיו בא איש אחד אל הכפר וספר את העצים.", "windows-1255")]
    [InlineData("ในปีนั้นมีคนเดินทางมาที่หมู่บ้านและนับต้นไม้ทั้งหมด", "windows-874")]
    [InlineData("“It’s the river’s own fault,” he said, and nobody paid.", "macintosh")]
    [InlineData("في خريف تلك السنة جاء رجل إلى القرية وعد الأشجار كلها.", "windows-1256")]
    public void What_is_in_no_encoding_known_here_is_refused_and_not_read_as_another(string text, string encoding)
    {
        var bytes = Of(encoding).GetBytes(string.Concat(Enumerable.Repeat(text + "\n", 20)));
        FluentActions.Invoking(() => TextDecoder.Decode(bytes, "text.txt")).Should().Throw<HaystackException>()
            .Which.Message.Should().StartWith("text.txt: ").And.Contain("iconv").And.NotContain("\n");
    }

    [Theory]
    [InlineData("one two three four ", "utf-8")]
    [InlineData("one two three four ", "utf-16")]
    [InlineData("那一年的秋天村里来了一个人", "utf-8")]
    public void A_huge_text_without_lines_is_sampled_between_words_or_characters(string pattern, string encoding)
    {
        using var folder = new TemporaryFolder();
        var writer = Of(encoding);
        File.WriteAllBytes(folder["text.txt"], [.. writer.GetPreamble(), .. writer.GetBytes(string.Concat(Enumerable.Repeat(pattern, 400_000)))]);
        byte[] Sample() => FileSample.Read(folder["text.txt"], 1 << 20, new Seed(1));
        Sample().Should().Equal(Sample());
        var (text, _, _) = TextDecoder.Decode(Sample(), "text.txt");
        text.Length.Should().BeGreaterThan(200_000);
        text.Except(pattern + "\n").Should().BeEmpty("no character is cut in two");
    }

    [Fact]
    public void A_huge_text_that_can_be_cut_nowhere_is_refused_for_that()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["text.txt"], Of("GB18030").GetBytes(string.Concat(Enumerable.Repeat("那一年的秋天村里来了一个人", 100_000))));
        FluentActions.Invoking(() => FileSample.Read(folder["text.txt"], 1 << 20, new Seed(1))).Should().Throw<HaystackException>().WithMessage("*no lines, words or characters of UTF-8 at which to cut it");
    }

    [Fact]
    public void Binary_files_are_refused()
    {
        byte[] picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0x80];
        FluentActions.Invoking(() => TextDecoder.Decode(picture, "picture.txt")).Should().Throw<HaystackException>().WithMessage("picture.txt: *is this a text file?*");
    }

    private static Encoding Of(string name) => name switch
    {
        "utf-16" => new UnicodeEncoding(false, true),
        "utf-16BE" => new UnicodeEncoding(true, true),
        "utf-32" => new UTF32Encoding(false, true),
        "utf-32BE" => new UTF32Encoding(true, true),
        "utf-8" => new UTF8Encoding(true),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(name)!,
    };
}
