namespace Haystack.Scoring;

/// <summary>The turns of phrase that decide how a reply is read.</summary>
internal static class Phrases
{
    private const string Verbs =
        "say|state|mention|specify|provide|give|contain|include|indicate|reveal|tell|disclose|record|name|identify|explain|list|note|describe|report|address|clarify|answer|show|establish";

    private const string Participles =
        "said|stated|mentioned|specified|provided|given|indicated|known|available|clear|revealed|recorded|named|identified|disclosed|listed|included|described|determinable|found|present|told|explained|answered|stated|contained|covered|determined";

    /// <summary>"The text does not say" and its kin.</summary>
    public static readonly PhrasePattern Abstention = new(
        $@"\b(does|do|did) ?(not|nt) (\w+ ){{0,2}}?({Verbs})\b"
        + $@"|\b(doesnt|dont|didnt|never|nowhere) (\w+ ){{0,2}}?({Verbs}|says|states|mentions|{Participles})\b"
        + $@"|\b(not|isnt|arent|wasnt|werent|hasnt been|havent been) (\w+ )?(been )?({Participles})\b"
        + @"|\b(unknown|unspecified|undetermined|indeterminate|unstated|unanswerable)\b|\bn ?/ ?a\b"
        + @"|\bno (\w+ )?(information|mention|record|indication|answer|evidence|details?|data|clue|reference|statement)\b"
        + @"|\b(cannot|cant|can not|could not|couldnt|not possible to|impossible to|unable to|no way to|not able to) (\w+ )?(be )?(determin|know|known|tell|find|found|say|answer|infer|establish|identif|conclud|deduc|confirm|ascertain|locat)"
        + @"|\b(do not|dont|did not|didnt) know\b|\bnot enough (\w+ )?(information|context|data|detail)|\binsufficient\b|\binformation (is|was) (missing|lacking|absent)\b",
        null);

    /// <summary>"文中没有说明" and its kin.</summary>
    public static readonly PhrasePattern ChineseAbstention = new(
        null,
        "(没有|未曾|并未|未|没|并没有)(明确|直接|具体|有)?(地)?(提到|提及|说明|说|指出|给出|记载|提供|交代|写明|透露|列出|涉及|描述|告诉|显示|注明|标明|介绍|包含|指明|明说|记录|写)"
        + "|(无法|不能|难以|无从)(从.{0,12})?(确定|得知|判断|知道|回答|推断|获知|推出|知晓|找到|确认|作答)"
        + "|不知道|不清楚|看不出|看不到|判断不出|推断不出|不详|未知|不得而知|信息不足|找不到|查不到|无记载|无相关|无此信息|没有(相关|足够|任何|这|该|此|关于)?.{0,12}(信息|记录|内容|记载|线索|依据|答案)|缺少.{0,10}信息|缺乏.{0,10}信息");

    /// <summary>What may lead from an abstention to a value all the same.</summary>
    public static readonly PhrasePattern AllTheSame = new(
        @"\b(but|however|so|therefore|thus|hence|yet|nevertheless|guess|instead|though)\b|[.;—]", "但|不过|然而|所以|因此|推测|猜测|而是|。|；");

    /// <summary>What makes an abstention behind a value the last word on it.</summary>
    public static readonly PhrasePattern Contrast = new(@"\b(but|however|yet|wait)\b", "但|不过|然而|等等|不对");

    /// <summary>What sets an abstention behind a value off as a remark.</summary>
    public static readonly PhrasePattern Remark = new(
        @"\b(although|though|even if|while|since)\b|[.;—]", "虽然|尽管|。|；");

    /// <summary>Refusals to help at all.</summary>
    public static readonly PhrasePattern Refusal = new(
        @"\b(cannot|cant|can not|unable to|wont|will not|not able to) (help|assist|comply|fulfill|discuss|engage|support)\b|\bas an ai\b|\bagainst my (guidelines|policy|policies)\b",
        "无法(协助|满足|帮助|为您提供|讨论)|不能(协助|帮助|讨论|提供)|作为(一个|一名)?(ai|人工智能|语言模型)|抱歉.{0,8}(无法|不能)(提供|协助|帮)");

    /// <summary>A correction within the answer.</summary>
    public static readonly PhrasePattern Correction = new(
        @"\b(wait|actually|correction|scratch that|i mean|let me correct|on second thoughts?|no wait|make that)\b|\bno [,—-]",
        "不对|等等|等一下|更正|纠正|我是说|应该是|改为");

    /// <summary>What takes back an answer that was already marked.</summary>
    public static readonly PhrasePattern Retraction = new(
        @"\bwait [,.!:—…-]|\b(scratch that|correction|let me correct|made a mistake|made an error|on second thoughts?|i misread)\b"
        + @"|\b(that|this|thats|above) (is |was |answer is )?(wrong|incorrect|not right|not correct)\b|\bno , ",
        "不对|等等|等一下|更正|纠正|我错了|说错|写错|看错");

    /// <summary>What a conclusion follows upon.</summary>
    public static readonly PhrasePattern Conclusion = new(
        @"\b(so|therefore|thus|hence|consequently|which means|meaning|it follows that|in conclusion|but|but rather)\b",
        "所以|因此|故而|因而|可见|由此|综上|但是|但|而是|然而");

    /// <summary>What reasons and remarks follow upon.</summary>
    public static readonly PhrasePattern Subordinate = new(
        @"\b(because|since|which|where|via|through|by|with|from|given|according|based|though|although|while|whereas|as (stated|it|the|he|she|they|per|described|noted))\b",
        "因为|由于|其中|根据|依据|通过|经由|尽管|虽然|[,，]比");

    /// <summary>What precedes a value that is denied.</summary>
    public static readonly PhrasePattern Denial = new(
        @"\b(not|isnt|wasnt|arent|never|nor|rather than|instead of|no longer|neither|unlike)\b", "不是|而非|并非|不在|不为|不叫|绝非");

    /// <summary>What follows a value that is denied.</summary>
    public static readonly PhrasePattern Denied = new(
        @"\b(is|was|would be|seems|are|were) (not|wrong|incorrect|ruled out)\b|\b(isnt|wasnt|cannot be|cant be) ", "不对|不是|并不是|是错|有误|排除");

    /// <summary>What leaves several values open.</summary>
    public static readonly PhrasePattern Hedge = new(
        @"\b(either|possibly|perhaps|maybe|might|may be|may also|could be|could also|alternatively|not sure|unsure)\b", "可能|也许|或许|不确定|要么|还是");
}
