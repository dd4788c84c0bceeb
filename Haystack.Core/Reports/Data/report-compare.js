// Every two models paired by question, chosen by one of them.
async function drawComparisons(data) {
  if (!document.getElementById("comparisons") || !document.querySelector("script#comparisons-data")) return;
  const made = await block("comparisons-data"), table = document.getElementById("comparisons");
  document.getElementById("compare-section").hidden = made.length === 0;
  const either = make("select", { id: "compare-a", onchange: draw }, make("option", { value: "" }, "every model"), ...data.models.map((m, i) => make("option", { value: String(i) }, m.title)));
  const other = make("select", { id: "compare-b", onchange: draw }, make("option", { value: "" }, "every other"), ...data.models.map((m, i) => make("option", { value: String(i) }, m.title)));
  document.getElementById("compare-choice").append(make("label", {}, "compare", either), make("label", {}, "with", other));
  // Of many models every two would be a long list: the first against each.
  if (data.models.length > 6) either.value = "0";

  function draw() {
    const has = (c, value) => value === "" || c.a === Number(value) || c.b === Number(value);
    const shown = made.filter(c => has(c, either.value) && has(c, other.value));
    const heads = ["first", "second", "right: first", "right: second", "points", "pairs", "D50: first", "D50: second", "what may be concluded"];
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads.map((h, i) => make("th", { scope: "col", class: i >= 2 && i <= 5 ? "number" : null }, h)))),
      make("tbody", {}, ...shown.map(c => {
        const [a, b, first, second, words] = c.words, from = either.value !== "" && c.b === Number(either.value);
        const [x, y, p, q, d, e] = from ? [c.b, c.a, b, a, second, first] : [c.a, c.b, a, b, first, second];
        const points = c.difference === undefined ? null : from ? -c.difference : c.difference;
        return make("tr", {}, make("th", { scope: "row", class: "name" }, ...joints(data.models[x].title)), make("th", { scope: "row", class: "name" }, ...joints(data.models[y].title)),
          make("td", { class: "number" }, p), make("td", { class: "number" }, q), make("td", { class: "number", "data-sort": points ?? "" }, points === null ? "–" : (points > 0 ? "+" : points < 0 ? "−" : "±") + Math.abs(points).toFixed(1)),
          make("td", { class: "number" }, count(c.n)), make("td", {}, d), make("td", {}, e), make("td", { class: "words" }, words));
      })));
    makeSortable(table);
  }

  draw();
}

// A name is broken after a slash, colon or dash, and not within a word.
function joints(name) {
  return name.split(/(?<=[/:_?&-])(?=[^/:_?&-])/).flatMap((part, i) => i === 0 ? [part] : [make("wbr"), part]);
}
