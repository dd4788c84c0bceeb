using System.Globalization;
using System.Text;

namespace Haystack.Corpora.Cutting;

/// <summary>Texts that are taken out of a run while the rest of it is read, each leaving a mark with its number.</summary>
/// <param name="run">The run: the mark is a character of private use that it does not have.</param>
internal sealed class SetAside(string run)
{
    private readonly List<string> _texts = [];
    private readonly char _mark = Enumerable.Range('\uE000', 6400).Select(c => (char)c).FirstOrDefault(c => !run.Contains(c, StringComparison.Ordinal), '\uE000');

    /// <summary>Takes a text out; gives what stands in its place.</summary>
    public string Put(string text)
    {
        _texts.Add(text);
        return string.Create(CultureInfo.InvariantCulture, $"{_mark}{_texts.Count - 1}{_mark}");
    }

    /// <summary>The run with all that was taken out of it back in its place.</summary>
    public string Restored(string text)
    {
        if (_texts.Count == 0)
            return text;
        var restored = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var mark = text.IndexOf(_mark, at);
            var end = mark < 0 ? -1 : text.IndexOf(_mark, mark + 1);
            if (end < 0 || !int.TryParse(text.AsSpan(mark + 1, end - mark - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= _texts.Count)
            {
                restored.Append(text, at, (mark < 0 ? text.Length : mark + 1) - at);
                at = mark < 0 ? text.Length : mark + 1;
                continue;
            }

            restored.Append(text, at, mark - at).Append(_texts[number]);
            at = end + 1;
        }

        return restored.ToString();
    }
}
