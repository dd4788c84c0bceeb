using System.Diagnostics;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Haystack.Tests.DataSets;

/// <summary>Gives a reader of others' files 20,000 damaged ones: each is read, or refused in one line, in bounded time and memory, and nothing else is ever thrown.</summary>
internal static class FileFuzz
{
    private const int Mutations = 20_000;

    /// <summary>What one reading may allocate; the files are a few kilobytes long.</summary>
    private const long MostAllocated = 256L << 20;

    /// <summary>By the clock: a reading's own processor time is bounded lower.</summary>
    private static readonly TimeSpan MostWaited = TimeSpan.FromMinutes(2);

    private static readonly string[] Inserts =
        ["{", "}", "[", "]", "\"", ",", ":", "null", "NaN", "-Infinity", "\\ud83d", "\\u0000", "1e999", "99999999999999999999", "\n", "\0", "\uFEFF", "content", "choices", "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n", "```\n", "| - | - |\n", "“", "。"];

    /// <summary>Reads what is sound, then 20,000 damaged ones.</summary>
    /// <param name="sound">What is read as it is.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="inserts">What is put in, beside bits that flip and stretches that go or come twice.</param>
    public static void Run(IReadOnlyList<byte[]> sound, Action<byte[]> read, string[]? inserts = null)
    {
        // What never ends is told by the thread that looks on.
        var (mutation, begun, shown) = (0, Stopwatch.GetTimestamp(), "");
        var work = Task.Factory.StartNew(
            () => Mutate(sound, read, inserts ?? Inserts, (i, bytes) =>
            {
                (mutation, shown) = (i, Shown(bytes));
                Volatile.Write(ref begun, Stopwatch.GetTimestamp());
            }),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(1_000))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref begun)) > MostWaited)
                Assert.Fail($"mutation {mutation} is not read to its end: {shown}");
        }

        work.GetAwaiter().GetResult();
    }

    private static void Mutate(IReadOnlyList<byte[]> sound, Action<byte[]> read, string[] inserts, Action<int, byte[]> begins)
    {
        var stream = new Seed(16).Derive("fuzz").Stream();
        foreach (var bytes in sound)
            FluentActions.Invoking(() => read(bytes)).Should().NotThrow("what is not damaged is read: {0}", Shown(bytes));
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Damaged(stream.Pick(sound), stream, inserts);
            begins(i, bytes);
            var cost = new ReadingCost();
            try
            {
                read(bytes);
            }
            catch (HaystackException refusal)
            {
                refusal.Message.ReplaceLineEndings("\n").Should().NotContain("\n", Shown(bytes));
            }
            catch (Exception bug) when (bug is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {i} of {Shown(bytes)}: {bug}");
            }

            cost.ShouldBeBounded(Shown(bytes), MostAllocated);
        }
    }

    private static byte[] Damaged(byte[] sound, RandomStream stream, string[] inserts)
    {
        var bytes = sound.ToList();
        for (var changes = 1 + stream.Next(4); changes > 0; changes--)
        {
            var at = stream.Next(bytes.Count + 1);
            var length = Math.Min(bytes.Count - at, 1 + stream.Next(24));
            switch (stream.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(stream.Pick(inserts)));
                    break;
                case 3 when bytes.Count > 0:
                    bytes[Math.Min(at, bytes.Count - 1)] = (byte)stream.Next(256);
                    break;
                case 4 when bytes.Count > 0:
                    bytes[Math.Min(at, bytes.Count - 1)] ^= (byte)(1 << stream.Next(8));
                    break;
                default:
                    if (stream.Next(8) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Shown(byte[] bytes) => Convert.ToBase64String(bytes);
}
