namespace Haystack.Facts.Rules;

/// <summary>
/// The first fact is a rule of two cases: <c>then1</c> if the bridge's state is <c>state1</c>, <c>then2</c> if it
/// is <c>state2</c>. The second tells the state.
/// </summary>
internal sealed class SelectRule : AnswerRule
{
    private static readonly string[] Slots = ["state1", "then1", "state2", "then2"];

    public override bool IsChoice => true;

    public override IReadOnlyList<string> Extra => Slots;

    public override bool Draws(Family family, string slot) => slot != family.Hops[^1].To;

    public override void Complete(Family family, IDictionary<string, string> values, RandomStream random) =>
        values[family.Hops[^1].To] = values[random.Next(2) == 0 ? "state1" : "state2"];

    public override string? Answer(Family family, int hops, IReadOnlyDictionary<string, string> values)
    {
        var state = values[family.Hops[^1].To];
        return state == values["state1"] ? values["then1"] : state == values["state2"] ? values["then2"] : null;
    }

    public override IReadOnlyList<string> Choices(Family family, IReadOnlyDictionary<string, string> values) =>
        [values["then1"], values["then2"]];

    public override IReadOnlyList<string> Partial(Family family, int hops, IReadOnlyDictionary<string, string> values) =>
        [.. base.Partial(family, hops, values), values[family.Hops[^1].To]];

    public override string AnswerSlot(Family family, int hops) => "then1";
}
