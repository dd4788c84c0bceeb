using FluentAssertions;
using Haystack.Planning;
using Xunit;

namespace Haystack.Tests.Planning;

public sealed class ContextLadderTests
{
    [Fact]
    public void The_top_rung_is_what_the_largest_context_leaves_beside_the_reply()
    {
        var rungs = ContextLadder.Build(new SweepOptions { MaxContextTokens = 32768 }, "m", null);
        rungs.Select(r => r.ContextTokens).Should().Equal(2048, 4096, 8192, 16384, 28672);
        rungs[^1].Note.Should().Be("32k less 4k for the reply");
        ContextLadder.NumCtx(rungs, new SweepOptions()).Should().Be(32768);
    }

    [Fact]
    public void A_models_own_context_bounds_the_ladder_and_is_named_as_the_reason()
    {
        var rungs = ContextLadder.Build(new SweepOptions { MaxContextTokens = 32768 }, "small", 8192);
        rungs.Select(r => r.ContextTokens).Should().Equal(2048, 4096);
        rungs[^1].Note.Should().Be("the 8k that small takes less 4k for the reply");
    }

    [Fact]
    public void A_rung_just_below_the_top_is_left_out()
    {
        var rungs = ContextLadder.Build(new SweepOptions { MaxContextTokens = 10240, MaxOutputTokens = 1024 }, "m", null);
        rungs.Select(r => r.ContextTokens).Should().Equal(2048, 4096, 9216);
    }

    [Fact]
    public void Context_lengths_asked_for_are_kept_to_the_token()
    {
        var options = new SweepOptions { Contexts = [16384, 4096] };
        var rungs = ContextLadder.Build(options, "m", null);
        rungs.Select(r => r.ContextTokens).Should().Equal(4096, 16384);
        ContextLadder.NumCtx(rungs, options).Should().Be(16384 + options.OutputBudget);
    }

    [Fact]
    public void A_context_length_that_the_model_cannot_take_is_refused() =>
        FluentActions.Invoking(() => ContextLadder.Build(new SweepOptions { Contexts = [8192] }, "small", 8192))
            .Should().Throw<HaystackException>().WithMessage("--contexts 8k*8k that small takes");

    [Fact]
    public void A_context_without_room_for_a_prompt_is_refused() =>
        FluentActions.Invoking(() => ContextLadder.Build(new SweepOptions { MaxContextTokens = 256 }, "m", null))
            .Should().Throw<HaystackException>().WithMessage("*no room for a prompt*");
}
