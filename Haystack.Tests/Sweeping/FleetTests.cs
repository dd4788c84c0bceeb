using System.Diagnostics;
using FluentAssertions;
using Haystack.Scoring;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Sweeps over sockets with several servers of one model.</summary>
[Collection(AloneTests.Name)]
public sealed class FleetTests : FleetSweeps
{
    [Fact]
    public async Task A_documents_questions_stay_on_one_server_and_several_servers_give_what_one_gives()
    {
        await using var one = await StartAsync(5);
        await using var two = await StartAsync(5);
        var alone = await SweepAsync("alone", 6, one.BaseUrl);
        var asked = one.Requests.Count;
        var both = await SweepAsync("both", 6, one.BaseUrl, two.BaseUrl);
        Results(both).Should().Equal(Results(alone), "who answers changes nothing");
        alone.Trials.Should().OnlyContain(t => t.Server == null);
        both.Trials.Select(t => t.Server).Distinct().Should().BeEquivalentTo([one.BaseUrl, two.BaseUrl]);
        // One may be taken over in the end; no other changes its server.
        both.Trials.GroupBy(t => t.DocumentId).Count(g => g.Select(t => t.Server).Distinct().Count() > 1).Should().BeLessThanOrEqualTo(1);
        foreach (var document in two.Requests.Concat(one.Requests.Skip(asked)).Where(r => r.NumPredict != 1 && !r.IsDry).GroupBy(r => r.Headers["X-Session-ID"]))
        {
            document.Key.Should().StartWith("haystack-");
            document.Should().OnlyContain(r => r.Body.GetProperty("prompt_cache_key").GetString() == document.Key);
            document.Select(r => r.Prompt[..600]).Distinct().Count().Should().BeLessThanOrEqualTo(4, "one document, and the other wordings of its cold controls");
        }
    }

    [Theory]
    [InlineData("other weights", "identity: aaaaaaaa.gguf*→ bbbbbbbb.gguf")]
    [InlineData("less context", "context: 32768 → 16384")]
    public async Task A_server_with_another_model_is_refused_with_the_difference(string what, string words)
    {
        await using var one = await StartAsync(1);
        await using var two = await StartAsync(1, model: what == "less context" ? Model with { ContextLength = 16_384 } : Model with { Digest = new string('b', 64) });
        var sweep = () => SweepAsync("run", 1, one.BaseUrl, two.BaseUrl);
        await sweep.Should().ThrowAsync<HaystackException>().WithMessage($"*the server at {two.BaseUrl} does not carry the same model*{words}*");
        Directory.Exists(_folder["run"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_left_out_and_one_named_twice_refused()
    {
        await using var one = await StartAsync(1);
        var run = await SweepAsync("run", 1, "http://127.0.0.1:9/v1", one.BaseUrl);
        run.Trials.Should().HaveCount(26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        _notices.Should().ContainSingle(n => n.Contains("left out: no server can be reached at http://127.0.0.1:9/v1", StringComparison.Ordinal));
        var twice = () => SweepAsync("twice", 1, one.BaseUrl, $"{one.BaseUrl}/ slots=2");
        await twice.Should().ThrowAsync<HaystackException>().WithMessage("*is named twice*");
    }

    [Fact]
    public async Task What_fails_on_one_server_is_answered_by_another_and_what_fails_on_all_has_failed()
    {
        // One server breaks off every reply of a while; both fail at one question of the sweep.
        var poison = new HashSet<string>();
        FakeFault? Poisoned(FakeRequest r)
        {
            lock (poison)
            {
                if (r.NumPredict == 1 || r.IsDry || r.Prompt.Length < 1000)
                    return null;
                if (poison.Count == 0)
                    poison.Add(r.Prompt);
                return poison.Contains(r.Prompt) ? new FakeFault(FakeFaultKind.ResetDuring) : null;
            }
        }

        await using var one = await StartAsync(2, fault: r => r.Index is > 40 and < 60 ? new FakeFault(FakeFaultKind.ResetDuring) : Poisoned(r));
        await using var two = await StartAsync(2, fault: Poisoned);
        var run = await SweepAsync("run", 4, one.BaseUrl, two.BaseUrl);
        run.Trials.Should().HaveCount(4 * 26);
        run.Trials.Where(t => t.Outcome == Outcome.Failed).Should().ContainSingle("no server answers it").Which.Fault.Should().NotBeNullOrEmpty();
        run.Trials.Where(t => t.Outcome != Outcome.Failed).Should().OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task A_server_whose_model_is_replaced_in_the_middle_is_left_out_and_the_others_answer_the_rest()
    {
        await using var one = await StartAsync(1);
        await using var two = await StartAsync(1);
        var run = await SweepAsync("run", 6, [one.BaseUrl, two.BaseUrl], finished =>
        {
            if (finished == 40)
                two.Replace(Model with { Digest = new string('b', 64) });
        });
        run.Trials.Should().HaveCount(6 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        _notices.Should().ContainSingle(n => n.Contains($"{two.BaseUrl} is left out from here on", StringComparison.Ordinal) && n.Contains("was replaced during the sweep", StringComparison.Ordinal));
        run.Trials.Count(t => t.Server == one.BaseUrl).Should().BeGreaterThan(3 * 26);
    }

    [Fact]
    public async Task A_server_that_hangs_loses_what_it_has_to_the_others_long_before_the_time_of_a_question_is_up()
    {
        await using var one = await StartAsync(5);
        // From some moment on no byte of an answer comes from it.
        await using var two = await StartAsync(5, fault: r => r.Index > 30 ? new FakeFault(FakeFaultKind.StallBefore) : null);
        var hanging = Environment with { Retry = Environment.Retry with { LeastSilence = TimeSpan.FromSeconds(1) } };
        var begun = Stopwatch.GetTimestamp();
        var run = await SweepAsync("run", 6, [one.BaseUrl, two.BaseUrl], static _ => { }, hanging);
        Stopwatch.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromMinutes(1), "a question has two");
        run.Trials.Should().HaveCount(6 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        run.Trials.Concat(run.ColdTrials).Select(t => t.Key).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Where_all_servers_die_the_sweep_stops_and_goes_on_with_others_in_their_place()
    {
        var (one, two, left) = (await StartAsync(2), await StartAsync(2), 0);
        string[] dead = [one.BaseUrl, two.BaseUrl];
        var stopped = await SweepAsync("run", 4, dead, finished =>
        {
            left = finished;
            if (finished == 30)
                _ = two.DisposeAsync().AsTask();
            if (finished == 60)
                _ = one.DisposeAsync().AsTask();
        });
        _end!.End.Should().Be(SweepEnd.GivenUp);
        _end.Reason.Should().Contain("none of its 2 servers answers any more");
        stopped.Trials.Concat(stopped.ColdTrials).Count(t => t.Outcome != Outcome.Failed).Should().BeGreaterThanOrEqualTo(60).And.BeLessThanOrEqualTo(left);

        // The same sweep goes on with others in their place.
        await using var three = await StartAsync(2);
        await using var four = await StartAsync(2);
        var whole = await SweepAsync("run", 4, three.BaseUrl, four.BaseUrl);
        whole.Trials.Should().HaveCount(4 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        whole.Trials.Should().Contain(t => dead.Contains(t.Server)).And.Contain(t => t.Server == three.BaseUrl || t.Server == four.BaseUrl);
        whole.Trials.Concat(whole.ColdTrials).Select(t => t.Key).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task No_key_of_a_document_is_sent_where_none_is_wanted_and_a_router_gets_it_in_the_headers_that_it_knows()
    {
        await using var one = await StartAsync(1);
        _sessions = [];
        await SweepAsync("none", 1, one.BaseUrl);
        one.Requests.Should().OnlyContain(r => !r.Headers.ContainsKey("X-Session-ID") && !HasKey(r));
        var asked = one.Requests.Count;
        _sessions = ["x-user-id", "X-Routing"];
        await SweepAsync("named", 1, one.BaseUrl);
        one.Requests.Skip(asked).Where(r => r.NumPredict != 1 && !r.IsDry).Should().OnlyContain(r => r.Headers["x-user-id"].StartsWith("haystack-") && r.Headers["X-Routing"] == r.Headers["x-user-id"]);
    }

    [Theory]
    [InlineData("prompt_cache_key: Extra inputs are not permitted")]
    [InlineData("Unrecognized request argument supplied: prompt_cache_key")]
    public async Task A_server_that_refuses_the_key_no_longer_gets_it_and_no_question_is_lost(string refusal)
    {
        await using var one = await StartAsync(1, fault: r => HasKey(r) ? FakeFault.Http(400, refusal) : null);
        var run = await SweepAsync("run", 1, one.BaseUrl);
        run.Trials.Should().HaveCount(26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        one.Requests.Count(HasKey).Should().BeLessThanOrEqualTo(2, "it is learned from the first refusal");
    }

    private static bool HasKey(FakeRequest request) => request.Body.TryGetProperty("prompt_cache_key", out _);
}
