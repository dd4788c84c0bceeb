using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>Cuts text into the pieces inside which merges happen, by <see cref="PreTokenizerRules"/>. Thread-safe.</summary>
internal sealed class PieceSplitter
{
    private readonly CuttingExpression[] _stages;
    private readonly bool _namesHan;

    /// <exception cref="TokenizerUnsupportedException">.NET's engine does not take an expression.</exception>
    public PieceSplitter(IReadOnlyList<string> expressions)
    {
        _stages = [.. expressions.Select(CuttingExpression.For)];
        _namesHan = _stages.Any(s => s.Shadow == ShadowKind.CategoriesAndHan);
    }

    /// <summary>Appends the exclusive end of every piece of <paramref name="text"/>, ascending, to <paramref name="ends"/>.</summary>
    public void Split(ReadOnlySpan<char> text, IntBuffer ends)
    {
        if (text.IsEmpty)
            return;
        if (CodePointShadow.IsNeeded(text) || (_namesHan && text.Contains(CodePointShadow.HanStandIn)))
            SplitShadows(text, ends);
        else if (_stages.Length == 1)
            Cut(_stages[0], text, 0, ends);
        else
            SplitStages(text, text, ends);
    }

    // One shadow for each kind of expression; they are of one length.
    private void SplitShadows(ReadOnlySpan<char> text, IntBuffer ends)
    {
        var listed = new char[text.Length];
        var categories = new char[text.Length];
        var starts = new int[text.Length + 1];
        var length = CodePointShadow.Write(text, ShadowKind.Listed, listed, starts);
        CodePointShadow.Write(text, _namesHan ? ShadowKind.CategoriesAndHan : ShadowKind.Categories, categories, starts);
        var first = ends.Count;
        SplitStages(listed.AsSpan(0, length), categories.AsSpan(0, length), ends);
        foreach (ref var end in ends.Span[first..])
            end = starts[end];
    }

    private void SplitStages(ReadOnlySpan<char> listed, ReadOnlySpan<char> categories, IntBuffer ends)
    {
        using var before = new IntBuffer();
        using var after = new IntBuffer();
        before.Add(listed.Length);
        var (source, target) = (before, after);
        foreach (var stage in _stages)
        {
            target.Clear();
            var seen = stage.Shadow == ShadowKind.Listed ? listed : categories;
            var start = 0;
            foreach (var end in source.Span)
            {
                Cut(stage, seen[start..end], start, target);
                start = end;
            }

            (source, target) = (target, source);
        }

        ends.AddRange(source.Span);
    }

    private static void Cut(CuttingExpression stage, ReadOnlySpan<char> piece, int origin, IntBuffer ends)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var done = 0;
            foreach (var match in stage.Regex.EnumerateMatches(piece))
            {
                if (match.Index > done)
                    ends.Add(origin + match.Index);
                if (match.Length > 0)
                    ends.Add(origin + match.Index + match.Length);
                done = match.Index + match.Length;
            }

            if (done < piece.Length)
                ends.Add(origin + piece.Length);
            stage.Charge(began, piece.Length);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw stage.TooSlow(e);
        }
    }
}
