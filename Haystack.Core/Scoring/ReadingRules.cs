namespace Haystack.Scoring;

/// <summary>
/// The rules by which a reply is read and its values compared. All are on, always; a test switches them off one at a
/// time to show that each decides at least one reply of the gold set.
/// </summary>
internal sealed record ReadingRules
{
    /// <summary>Every rule on.</summary>
    public static ReadingRules All { get; } = new();

    // What is thinking and not the answer.

    /// <summary>Text between an opening and a closing thinking tag is not read.</summary>
    public bool ThinkingBlocks { get; init; } = true;

    /// <summary>Text before a closing tag that was never opened is not read (templates that open it in the prompt).</summary>
    public bool LoneClosingTag { get; init; } = true;

    /// <summary>Text after an opening tag that was never closed is not read.</summary>
    public bool UnclosedThinking { get; init; } = true;

    /// <summary>Tags other than <c>&lt;think&gt;</c>.</summary>
    public bool OtherThinkingTags { get; init; } = true;

    /// <summary>Channels as gpt-oss marks them; only the final one is read.</summary>
    public bool Channels { get; init; } = true;

    /// <summary>End-of-turn tokens that leaked into the text are dropped.</summary>
    public bool LeakedTokens { get; init; } = true;

    // Where the answer stands.

    /// <summary><c>Answer: …</c>.</summary>
    public bool AnswerLine { get; init; } = true;

    /// <summary><c>答案：…</c>.</summary>
    public bool ChineseAnswerLine { get; init; } = true;

    /// <summary>An answer line with nothing after its colon, or an answer heading, is answered by the next line.</summary>
    public bool AnswerOnNextLine { get; init; } = true;

    /// <summary>The last of several answers in one reply is the one that counts.</summary>
    public bool LastAnswerWins { get; init; } = true;

    /// <summary><c>\boxed{…}</c>.</summary>
    public bool Boxed { get; init; } = true;

    /// <summary><c>{"answer": …}</c>.</summary>
    public bool JsonAnswer { get; init; } = true;

    /// <summary><c>&lt;answer&gt;…&lt;/answer&gt;</c>.</summary>
    public bool AnswerTag { get; init; } = true;

    /// <summary><c>… the answer is …</c> within a sentence, where no answer is marked otherwise.</summary>
    public bool AnswerPhrase { get; init; } = true;

    /// <summary>Courtesies and source notes at the end are passed over to find the last sentence.</summary>
    public bool ClosingRemarks { get; init; } = true;

    /// <summary>A marked answer ends with its first sentence, where that holds a value.</summary>
    public bool FirstSentence { get; init; } = true;

    /// <summary>A marked answer that the rest of the reply takes back ("Wait, that is wrong: …") is replaced.</summary>
    public bool Retraction { get; init; } = true;

    // Which of several values is meant.

    /// <summary>"…, no, wait: …" and "更正：…": what comes after counts.</summary>
    public bool Correction { get; init; } = true;

    /// <summary>"not A", "A is wrong", "rather than A", "不是A": A is not the answer.</summary>
    public bool Negation { get; init; } = true;

    /// <summary>Values in brackets are remarks.</summary>
    public bool Brackets { get; init; } = true;

    /// <summary>"so …", "therefore …", "所以…": what comes after counts.</summary>
    public bool Conclusion { get; init; } = true;

    /// <summary>"… because …", "…, which …", "… via …", "…，因为…": what comes before counts.</summary>
    public bool Subordinate { get; init; } = true;

    /// <summary>Of an equation the side that is a single number counts, the last one first.</summary>
    public bool Equation { get; init; } = true;

    /// <summary>Numbers that are parts of a sum ("17 more than 106") are not the answer.</summary>
    public bool Operands { get; init; } = true;

    /// <summary>Values that the question itself names are not the answer.</summary>
    public bool QuestionEcho { get; init; } = true;

    /// <summary>"either A or B", "A, possibly B": no answer.</summary>
    public bool Hedge { get; init; } = true;

    /// <summary>Several values joined as equals ("A, B", "A and B", "A、B"): no answer.</summary>
    public bool Enumeration { get; init; } = true;

    /// <summary>"A came before B" answers which was first.</summary>
    public bool Comparison { get; init; } = true;

    /// <summary>"The text does not say" and its kin.</summary>
    public bool Abstention { get; init; } = true;

    /// <summary>"文中没有说明" and its kin.</summary>
    public bool ChineseAbstention { get; init; } = true;

    /// <summary>A value named after an abstention ("not stated, but …") is an answer.</summary>
    public bool ValueAfterAbstention { get; init; } = true;

    /// <summary>A refusal to help is neither an abstention nor a value.</summary>
    public bool Refusal { get; init; } = true;

    // How values are compared.

    /// <summary>Full-width forms, ligatures, styled letters, circled digits, odd spaces, combining accents.</summary>
    public bool CompatibilityForms { get; init; } = true;

    /// <summary>Upper and lower case are the same.</summary>
    public bool CaseFolding { get; init; } = true;

    /// <summary>A leading article does not matter.</summary>
    public bool Articles { get; init; } = true;

    /// <summary>A trailing possessive does not matter.</summary>
    public bool Possessive { get; init; } = true;

    /// <summary>Typographic quotes, apostrophes and dashes are plain ones.</summary>
    public bool Quotes { get; init; } = true;

    /// <summary>Markdown marks are dropped.</summary>
    public bool Markdown { get; init; } = true;

    /// <summary>LaTeX commands are dropped, their arguments kept.</summary>
    public bool Latex { get; init; } = true;

    /// <summary>Hyphens and dots inside a name do not matter.</summary>
    public bool NameJoiners { get; init; } = true;

    /// <summary>A name that goes on to the left or right is another name ("New Tavrenko").</summary>
    public bool LongerName { get; init; } = true;

    /// <summary>A Chinese name that goes on ("青石镇" for "青石") is another name.</summary>
    public bool LongerChineseName { get; init; } = true;

    /// <summary>Of two values that start at one place the longer is read.</summary>
    public bool LongestValue { get; init; } = true;

    /// <summary>1,234 and 1 234 and 1.234.</summary>
    public bool ThousandsSeparators { get; init; } = true;

    /// <summary>"one hundred and twenty-three".</summary>
    public bool NumberWords { get; init; } = true;

    /// <summary>"25th", "twenty-fifth".</summary>
    public bool Ordinals { get; init; } = true;

    /// <summary>"3 thousand".</summary>
    public bool ScaledDigits { get; init; } = true;

    /// <summary>"25kg", "25个".</summary>
    public bool AttachedUnits { get; init; } = true;

    /// <summary>一百二十三.</summary>
    public bool ChineseNumerals { get; init; } = true;

    /// <summary>壹佰贰拾叁.</summary>
    public bool FinancialNumerals { get; init; } = true;

    /// <summary>一二三 read digit by digit.</summary>
    public bool DigitByDigit { get; init; } = true;

    /// <summary>3万5千.</summary>
    public bool MixedNumerals { get; init; } = true;

    /// <summary>5 March 1887, March 5, 1887, the 5th of March.</summary>
    public bool EnglishDates { get; init; } = true;

    /// <summary>1887-03-05 and 05.03.1887.</summary>
    public bool NumericDates { get; init; } = true;

    /// <summary>一八八七年三月五日 and 1887年3月5日.</summary>
    public bool ChineseDates { get; init; } = true;

    /// <summary>"March fifth, eighteen eighty-seven".</summary>
    public bool YearWords { get; init; } = true;

    /// <summary>A day and month without a year mean the planted date that has them, where there is one only.</summary>
    public bool MissingYear { get; init; } = true;

    /// <summary>"the day after 4 March 1887", "1887年3月4日的次日".</summary>
    public bool RelativeDates { get; init; } = true;
}
