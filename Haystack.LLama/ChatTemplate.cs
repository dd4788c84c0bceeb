using Haystack.Inference;
using Haystack.LLama.Templates;
using Microsoft.Extensions.AI;

namespace Haystack.LLama;

/// <summary>What a file's chat template makes of messages, and what it knows of thinking.</summary>
internal sealed class ChatTemplate
{
    /// <summary>The option of a model's name that puts another in its place.</summary>
    public const string Option = "template";

    private const string ChatMl = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private const string Plain = "{% for message in messages %}{{ message['content'] }}{% endfor %}";

    private readonly JinjaTemplate _jinja;
    private readonly TimeProvider _time;

    private ChatTemplate(string name, JinjaTemplate jinja, TimeProvider time)
    {
        (Name, _jinja, _time) = (name, jinja, time);
        var usual = Sample(null);
        TakesThink = Sample(ThinkMode.Off) != Sample(ThinkMode.On);
        TakesLevels = Sample(ThinkMode.Low) != Sample(ThinkMode.High);
        MayThink = TakesThink || TakesLevels || Array.Exists(ThinkingTags.All, t => usual.TrimEnd().EndsWith(t.Open, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where it is from.</summary>
    public string Name { get; }

    /// <summary>Whether it makes something else of a prompt when thinking is switched off.</summary>
    public bool TakesThink { get; }

    /// <summary>Whether it makes something else of a prompt at another level of thinking.</summary>
    public bool TakesLevels { get; }

    /// <summary>Whether the model thinks as far as the template shows: it can be told, or the prompt ends where thinking begins.</summary>
    public bool MayThink { get; }

    /// <summary>The template of a file, or the one that the model's name asks for.</summary>
    /// <exception cref="HaystackException">It cannot be used; one line says why, and what can be done.</exception>
    public static ChatTemplate Of(ModelSpec spec, GgufModelFile file, TimeProvider time)
    {
        var (name, jinja) = spec.Options.GetValueOrDefault(Option) switch
        {
            "chatml" => ("chatml", ChatMl),
            "plain" => ("plain", Plain),
            null or "file" => file.Template is { Length: > 0 } own ? ("the file's", own) : throw new HaystackException($"model '{spec}': the file has no chat template: ?{Option}=chatml or ?{Option}=plain (the prompt as it stands) names one"),
            var other => throw new HaystackException($"model '{spec}': {Option}={other} is none of file, chatml, plain"),
        };
        try
        {
            return new ChatTemplate(name, JinjaTemplate.Parse(jinja), time);
        }
        catch (TemplateException e)
        {
            throw new HaystackException($"model '{spec}': its chat template cannot be used here: {Inference.Wire.OneLine.Of(e.Message)} (?{Option}=chatml or ?{Option}=plain puts another in its place)", e);
        }
    }

    /// <summary>The prompt as the model reads it.</summary>
    /// <param name="messages">What is said.</param>
    /// <param name="think">How much it is asked to think; null leaves it to the template.</param>
    /// <param name="begin">The text of the token that begins a prompt.</param>
    /// <param name="end">The text of the token that ends one.</param>
    /// <exception cref="HaystackException">The template refuses the messages.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, ThinkMode? think, string begin, string end)
    {
        var values = new Dictionary<string, object?>
        {
            ["messages"] = messages.Select(m => (object?)new OrderedDictionary<string, object?> { ["role"] = m.Role.Value, ["content"] = m.Text }).ToList(),
            ["add_generation_prompt"] = true,
            ["bos_token"] = begin,
            ["eos_token"] = end,
        };
        if (think is ThinkMode.On or ThinkMode.Off)
            values["enable_thinking"] = values["thinking"] = think == ThinkMode.On;
        else if (think is { } level)
            values["reasoning_effort"] = level.Word();
        return _jinja.Render(values, _time.GetLocalNow());
    }

    private string Sample(ThinkMode? think) => Render([new ChatMessage(ChatRole.User, "Read.")], think, "", "");
}
