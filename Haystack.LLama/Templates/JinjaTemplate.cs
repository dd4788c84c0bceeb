using System.Globalization;
using System.Text;

namespace Haystack.LLama.Templates;

/// <summary>
/// A chat template in the part of Jinja that such templates use, with the functions that Hugging Face and llama.cpp give them. What is
/// not known is refused when the template is read, or when it is come to: nothing is passed over.
/// </summary>
internal sealed class JinjaTemplate
{
    private readonly Action<Scope, StringBuilder> _body;

    private JinjaTemplate(Action<Scope, StringBuilder> body) => _body = body;

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It is not sound, or uses what is not known here.</exception>
    public static JinjaTemplate Parse(string template) => new(StatementParser.Parse(template));

    /// <summary>Writes it.</summary>
    /// <param name="values">What its names stand for.</param>
    /// <param name="now">The time, for templates with a date.</param>
    /// <exception cref="TemplateException">It refuses the values, or comes to what is not known here.</exception>
    public string Render(IEnumerable<KeyValuePair<string, object?>> values, DateTimeOffset now)
    {
        var scope = new Scope
        {
            ["raise_exception"] = (Callable)((given, _) => throw new TemplateException($"it refuses this prompt: {(given.Count > 0 ? Values.Text(given[0]) : "")}")),
            ["strftime_now"] = (Callable)((given, _) => Date(now, given.Count > 0 ? Values.Text(given[0]) : "")),
            ["namespace"] = (Callable)((_, named) => Dictionary(named)),
            ["dict"] = (Callable)((_, named) => Dictionary(named)),
            ["range"] = (Callable)((given, _) => Range(given)),
        };
        foreach (var (name, value) in values)
            scope[name] = value;
        var output = new StringBuilder();
        _body(scope, output);
        return output.ToString();
    }

    private static OrderedDictionary<string, object?> Dictionary(IReadOnlyDictionary<string, object?> named)
    {
        var made = new OrderedDictionary<string, object?>();
        foreach (var (name, value) in named)
            made[name] = value;
        return made;
    }

    private static List<object?> Range(IReadOnlyList<object?> given)
    {
        var numbers = given.Select(Values.Whole).ToArray();
        var (from, to, step) = numbers switch
        {
            [var end] => (0L, end, 1L),
            [var begin, var end] => (begin, end, 1L),
            [var begin, var end, not 0 and var every] => (begin, end, every),
            _ => throw new TemplateException("range of nothing"),
        };
        var all = new List<object?>();
        for (var i = from; step > 0 ? i < to : i > to; i += step)
        {
            all.Add(i);
            if (all.Count > 100_000)
                throw new TemplateException("range without end");
        }

        return all;
    }

    private static string Date(DateTimeOffset now, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var part = format[++i] == '-' && i + 1 < format.Length ? format[++i] : format[i];
            var noZero = format[i - 1] == '-';
            var written = part switch
            {
                'd' => noZero ? "%d" : "dd",
                'm' => noZero ? "%M" : "MM",
                'Y' => "yyyy",
                'y' => "yy",
                'b' => "MMM",
                'B' => "MMMM",
                'a' => "ddd",
                'A' => "dddd",
                'H' => "HH",
                'M' => "mm",
                'S' => "ss",
                _ => throw new TemplateException($"the part '%{part}' of a date is not known here"),
            };
            text.Append(now.ToString(written, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
