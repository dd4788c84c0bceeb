using System.Buffers;
using System.Collections.Frozen;

namespace Haystack.Corpora.Reading;

/// <summary>How far a decoded text looks like what people write, 0–1, judged by its characters beyond ASCII.</summary>
/// <remarks>
/// A text read in a wrong encoding is made of rare characters: a few hundred frequent ones make up most of any text in
/// Chinese, Japanese and Korean; in Cyrillic a dozen letters do, in lower case but at the beginning of words; in Western
/// texts the letters beyond ASCII stand inside words of ASCII letters, and are few.
/// </remarks>
internal static class Plausibility
{
    private const string Marks = "　、。〈〉《》「」『』【】〔〕！（），：；？～—…·‘’“”．・ー々〜";

    private static readonly FrozenSet<char> CommonSimplified = (Marks +
        "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似石若兵弟谁校读飞观争究包组造落视济喜离虽坏兴切雨雪春夏秋冬树村镇河桥船桌").ToFrozenSet();

    private static readonly FrozenSet<char> CommonTraditional = (Marks + "﹐﹑﹔﹕﹖﹗" +
        "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡裏後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台象記邊共風戰干接它許八特覺望直服毛林題建南度統色字請交愛讓認算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯言權往展該領傳近留紅治決周保達辦運武半候七必城父強步完革深區即求品士轉量空眾技輕程告江語英基派滿式李息寫呢識極令黃德收臉錢黨倒未持取設始版雙歷越史商千片容研像找友孩站廣改議形委早房音火際則首單據導影失拿網香似石若兵弟誰校讀飛觀爭究包組造落視濟喜離雖壞興切雨雪春夏秋冬樹村鎮河橋船桌臺灣").ToFrozenSet();

    private static readonly FrozenSet<char> CommonKanji = (Marks +
        "日一国人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賀訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達春夏秋冬雨雪花木村彼女僕").ToFrozenSet();

    private static readonly FrozenSet<char> CommonHangul = (Marks +
        "이다는의에을가고은한하지로를도사시기자리들그나어라인서해만있대수일정여과아부전원보제것상구장으면관오니게스와도주성거적시각마무비까지했습니다었았던않없되된할때말년월분명동국물소선생신세미우방유경조학문안실행화음간용위더속또모든개내외중금당산차재작치법강집길저려야같요래와러며두번").ToFrozenSet();

    // How many of a thousand letters of Russian each from а to я is; Ukrainian, Bulgarian and Serbian are not far from it.
    private static readonly int[] CyrillicShares = [80, 16, 45, 17, 30, 85, 9, 17, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6, 20];
    private const double FarthestFromCyrillic = 0.42;
    private const int FewLetters = 80;
    private static readonly SearchValues<char> SerbianOnly = SearchValues.Create("ЂЃѓЉЊЌЋЏђљњќћџЅѕ");
    private static readonly SearchValues<char> RussianOnly = SearchValues.Create("ыэъщё");
    private static readonly FrozenSet<char> LatinLetters = "àâäáãåæçèéêëìíîïñòóôöõøœùûúüßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÛÚÜ".ToFrozenSet();
    private static readonly FrozenSet<char> LatinMarks = "“”‘’–—…•€£©®°·«»¿¡§\u00A0„‚›‹™´½¼¾×".ToFrozenSet();

    public static double Simplified(string text) => Share(text, CommonSimplified.Contains, IsCjk);

    public static double Traditional(string text) => Share(text, CommonTraditional.Contains, IsCjk);

    public static double Japanese(string text)
    {
        // Kana are what Japanese is known by; without them it is Chinese, or nothing.
        var kana = text.Count(IsKana);
        return kana == 0 ? 0 : Share(text, c => IsKana(c) || CommonKanji.Contains(c), c => IsKana(c) || IsCjk(c));
    }

    public static double Korean(string text) =>
        !text.Any(c => c is >= '\uAC00' and <= '\uD7A3') ? 0 : Share(text, CommonHangul.Contains, c => c is >= '\uAC00' and <= '\uD7A3' || Marks.Contains(c, StringComparison.Ordinal));

    /// <summary>Letters in lower case, or in upper case where a word begins; and each about as frequent as it is.</summary>
    public static double Cyrillic(string text)
    {
        var (letters, good, beyond, astray) = (0, 0, 0, 0);
        var counts = new int[CyrillicShares.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < '\u0080')
                continue;
            beyond++;
            if (text[i] is not ((>= 'А' and <= 'я') or 'ё' or 'Ё' or 'і' or 'ї' or 'є' or 'ґ' or 'І' or 'Ї' or 'Є' or 'ў'))
            {
                good += LatinMarks.Contains(text[i]) || text[i] == '№' ? 1 : 0;
                continue;
            }

            letters++;
            if (text[i] is >= 'А' and <= 'я')
                counts[(text[i] - 'А') % 32]++;
            var inPlace = char.IsLower(text[i]) || i == 0 || !char.IsLower(text[i - 1]);
            good += inPlace ? 1 : 0;
            astray += inPlace ? 0 : 1;
        }

        // In the Macintosh's encoding every я is a capital, wherever it stands.
        if (astray > 1 && astray * 200 > letters)
            return 0;
        // Serbian's letters beside Russian's: another encoding's capitals.
        if (text.AsSpan().ContainsAny(SerbianOnly) && text.AsSpan().ContainsAny(RussianOnly))
            return 0;
        var upper = text.Count(c => c is >= 'А' and <= 'Я');
        if (letters < 4 || good < 0.95 * beyond || upper * 2 > letters && letters > 12)
            return 0;
        // Half the sum of differences; a short text strays farther.
        var strays = counts.Select((count, i) => Math.Abs(((double)count / letters) - (CyrillicShares[i] / 1000.0))).Sum() / 2;
        return strays > FarthestFromCyrillic + (letters < FewLetters ? 0.15 : 0) ? 0 : (double)good / beyond * (1 - (strays / 2));
    }

    /// <summary>Letters beyond ASCII beside ASCII letters, and marks; all of them few.</summary>
    public static double Latin(string text)
    {
        var (good, beyond, letters) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < '\u0080')
            {
                letters += char.IsAsciiLetter(c) ? 1 : 0;
                continue;
            }

            beyond++;
            var (before, after) = (i > 0 ? text[i - 1] : ' ', i + 1 < text.Length ? text[i + 1] : ' ');
            if (LatinMarks.Contains(c))
                good += IsAstray(text, i) ? 0 : 1;
            else if (LatinLetters.Contains(c) && (char.IsAsciiLetter(before) || char.IsAsciiLetter(after) || before == '\'' || before == '’'
                || char.IsWhiteSpace(before) && char.IsWhiteSpace(after)))
                good += char.IsLower(c) || !char.IsLower(before) ? 1 : 0;
        }

        return beyond == 0 || beyond * 3 > letters ? 0 : (double)good / beyond >= 0.85 ? (double)good / beyond : 0;
    }

    /// <summary>Whether a text in Latin letters has no controls, and next to no signs that nobody writes between letters.</summary>
    public static bool IsWritten(string text)
    {
        var (odd, beyond) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < '\u0080')
                continue;
            // A sign of no currency stands where another encoding has the euro.
            if (text[i] is (>= '\u0080' and < '\u00A0') or '¤')
                return false;
            beyond++;
            odd += IsAstray(text, i) ? 1 : char.IsLetter(text[i]) || LatinMarks.Contains(text[i]) || text[i] is 'ª' or 'º' ? 0 : 1;
        }

        return odd * 50 <= beyond;
    }

    /// <summary>A mark within a word, or one that opens after a letter: a letter of another encoding (in that of DOS <c>é</c> has the place of <c>‚</c>).</summary>
    private static bool IsAstray(string text, int i) => LatinMarks.Contains(text[i]) && i > 0 && char.IsLetter(text[i - 1])
        && (text[i] is '‚' or '„' or '¿' or '¡' || text[i] is not ('’' or '‘' or '—' or '–' or '…' or '·' or '\u00A0' or '°') && i + 1 < text.Length && char.IsLetter(text[i + 1]));

    private static double Share(string text, Func<char, bool> isCommon, Func<char, bool> belongs)
    {
        var (common, own, beyond, glued) = (0, 0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < '\u0080')
                continue;
            beyond++;
            own += belongs(text[i]) ? 1 : 0;
            common += isCommon(text[i]) ? 1 : 0;
            // A lone character within a word of ASCII letters: a Western letter and its neighbour, taken for one.
            glued += i > 0 && i + 1 < text.Length && char.IsAsciiLetterLower(text[i - 1]) && char.IsAsciiLetterLower(text[i + 1]) ? 1 : 0;
        }

        return beyond == 0 || glued * 4 > beyond ? 0 : (double)common / beyond * ((double)own / beyond > 0.9 ? 1 : 0.5);
    }

    private static bool IsKana(char c) => c is >= '\u3041' and <= '\u30FF';

    private static bool IsCjk(char c) => c is >= '\u3000' and <= '\u303F' or >= '\u4E00' and <= '\u9FFF' or >= '\uFF01' and <= '\uFF5E'
        or >= '\u3400' and <= '\u4DBF' or '—' or '…' or '·' or '‘' or '’' or '“' or '”';
}
