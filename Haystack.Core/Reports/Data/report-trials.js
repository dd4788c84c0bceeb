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
  form.append(make("label", {}, "search (list only)", make("input", { type: "search", id: "search", placeholder: "answer, model, outcome …", oninput: e => { filters.search = e.target.value.trim().toLowerCase(); changed("search"); } })));
  form.addEventListener("submit", e => e.preventDefault());
}

// What a trial can be found by: its model, family, outcome, what was answered and what is right.
function searched(data, i, words) {
  const c = data.columns;
  const text = [data.models[c.model[i]].title, data.families[c.family[i]], data.outcomes[c.outcome[i]].text, c.answer[i] === null ? "" : data.strings[c.answer[i]], data.strings[c.expected[i]]].join("\n").toLowerCase();
  return words.every(word => text.includes(word));
}

const trialHeads = ["", "model", "family", "question", "context", "distance", "place", "outcome", "answer", "right answer"];

function trialValue(data, i, name) {
  const c = data.columns;
  switch (name) {
    case "model": return c.model[i];
    case "family": return data.families[c.family[i]];
    case "question": return c.arm[i];
    case "context": return c.context[i];
    case "distance": return c.distance[i];
    case "place": return c.position[i];
    case "outcome": return data.outcomes[c.outcome[i]].text;
    case "answer": return c.answer[i] === null ? null : data.strings[c.answer[i]];
    default: return data.strings[c.expected[i]];
  }
}

function drawTrials(data, state) {
  const c = data.columns, rows = [], words = state.filters.search.split(/\s+/).filter(w => w !== "");
  for (let i = 0; i < c.model.length; i++) if (passes(c, i, state.filters, true) && (words.length === 0 || searched(data, i, words))) rows.push(i);
  if (state.sort.name !== null) {
    const keyed = rows.map(i => [trialValue(data, i, state.sort.name), i]);
    keyed.sort((a, b) => compareValues(a[0], b[0], state.sort.down) || a[1] - b[1]);
    keyed.forEach(([, i], place) => { rows[place] = i; });
  }
  state.rows = rows;
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  state.page = Math.min(state.page, pages - 1);
  const first = state.page * pageSize, shown = rows.slice(first, first + pageSize);
  const cell = state.filters.cell;
  document.getElementById("trials-count").textContent =
    `${count(rows.length)} trials` + (cell ? ` of the cell context ${tokens(cell.context)}, ${cell.distance === null ? "no distance" : "distance " + tokens(cell.distance)}, ${data.models[cell.model].title}` : "")
    + (rows.length > pageSize ? `; ${count(first + 1)} to ${count(first + shown.length)} shown` : "");
  document.getElementById("trials").replaceChildren(
    make("thead", {}, make("tr", {}, ...trialHeads.map((h, i) => i === 0 ? make("td", {}) : make("th", { scope: "col", class: i >= 4 && i <= 6 ? "number" : null }, h)))),
    make("tbody", {}, ...shown.map(trial => trialRow(data, trial))));
  for (const head of document.querySelectorAll("#trials thead th")) sortHead(head, state.sort, head.textContent, () => { state.page = 0; drawTrials(data, state); document.querySelector(`#trials th[data-name="${state.sort.name}"] button`).focus(); });
  markHeads(document.getElementById("trials"), state.sort);
  drawPages(pages, state, () => { drawTrials(data, state); document.getElementById("trials-title").focus(); });
}

function trialRow(data, i) {
  const c = data.columns, outcome = data.outcomes[c.outcome[i]];
  return make("tr", {},
    make("td", {}, make("a", { class: "button", href: "#trial-" + (i + 1), "aria-label": `open trial ${i + 1}` }, "open")),
    make("td", { class: "model" }, ...joints(data.models[c.model[i]].title)),
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
