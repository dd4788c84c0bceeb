// The list of trials, a page at a time, and the filters above it.
const filterNames = ["model", "family", "language", "arm", "outcome", "placement", "arrangement"];
const pageSize = 50;

function drawFilters(data, filters, changed) {
  const form = document.getElementById("filters");
  const choices = {
    model: data.models.map(m => m.title), family: data.families, language: data.languages, arm: data.arms,
    outcome: data.outcomes.map(o => o.text), placement: data.placements, arrangement: data.arrangements,
  };
  const names = { arm: "question", placement: "question stands", arrangement: "facts are", outcome: "outcome (list only)" };
  const used = new Set(data.columns.outcome);
  for (const name of filterNames) {
    if (choices[name].length < 2) continue;
    const select = make("select", { id: "filter-" + name, onchange: e => { filters[name] = e.target.value === "" ? null : Number(e.target.value); changed(name); } },
      name === "arm" ? null : make("option", { value: "" }, "all"),
      ...choices[name].map((text, i) => name === "outcome" && !used.has(i) ? null : make("option", { value: String(i), selected: filters[name] === i }, text)));
    form.append(make("label", {}, names[name] ?? name, select));
  }
  form.addEventListener("submit", e => e.preventDefault());
}

function drawTrials(data, state, open) {
  const c = data.columns, rows = [];
  for (let i = 0; i < c.model.length; i++) if (passes(c, i, state.filters, true)) rows.push(i);
  state.rows = rows;
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  state.page = Math.min(state.page, pages - 1);
  const first = state.page * pageSize, shown = rows.slice(first, first + pageSize);
  const cell = state.filters.cell;
  document.getElementById("trials-count").textContent =
    `${count(rows.length)} trials` + (cell ? ` of the cell context ${tokens(cell.context)}, ${cell.distance === null ? "no distance" : "distance " + tokens(cell.distance)}, ${data.models[cell.model].title}` : "")
    + (rows.length > pageSize ? `; ${count(first + 1)} to ${count(first + shown.length)} shown` : "");
  const heads = ["", "model", "family", "question", "context", "distance", "place", "outcome", "answer", "right answer"];
  document.getElementById("trials").replaceChildren(
    make("thead", {}, make("tr", {}, ...heads.map((h, i) => i === 0 ? make("td", {}) : make("th", { scope: "col", class: i >= 4 && i <= 6 ? "number" : null }, h)))),
    make("tbody", {}, ...shown.map((trial, place) => trialRow(data, trial, first + place, open))));
  drawPages(pages, state, () => { drawTrials(data, state, open); document.getElementById("trials-title").focus(); });
}

function trialRow(data, i, place, open) {
  const c = data.columns, outcome = data.outcomes[c.outcome[i]];
  return make("tr", {},
    make("td", {}, make("button", { type: "button", "aria-label": `open trial ${place + 1}`, onclick: () => open(place) }, "open")),
    make("td", { class: "text" }, data.models[c.model[i]].title),
    make("td", {}, data.families[c.family[i]] + " · " + data.languages[c.language[i]]),
    make("td", { class: "nowrap" }, data.arms[c.arm[i]]),
    make("td", { class: "number" }, tokens(c.context[i])),
    make("td", { class: "number" }, c.distance[i] === null ? "–" : tokens(c.distance[i])),
    make("td", { class: "number" }, (c.position[i] / 10).toFixed(0) + "%"),
    make("td", { class: "nowrap" }, swatch(outcome), outcome.text),
    make("td", { class: "text" }, c.answer[i] === null ? "–" : data.strings[c.answer[i]]),
    make("td", { class: "text" }, data.strings[c.expected[i]]));
}

function swatch(outcome) {
  const element = make("span", { class: "swatch", "aria-hidden": "true" });
  element.style.backgroundColor = outcome.colour;
  return element;
}

function drawPages(pages, state, changed) {
  const go = page => { state.page = page; changed(); };
  document.getElementById("pages").replaceChildren(...pages < 2 ? [] : [
    make("button", { type: "button", disabled: state.page === 0, onclick: () => go(0) }, "first"),
    make("button", { type: "button", disabled: state.page === 0, onclick: () => go(state.page - 1) }, "previous"),
    make("span", {}, `page ${count(state.page + 1)} of ${count(pages)}`),
    make("button", { type: "button", disabled: state.page === pages - 1, onclick: () => go(state.page + 1) }, "next"),
    make("button", { type: "button", disabled: state.page === pages - 1, onclick: () => go(pages - 1) }, "last"),
  ]);
}
