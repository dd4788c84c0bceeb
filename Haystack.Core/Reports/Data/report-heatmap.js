// Counts the trials that pass the filters into cells, and shows a table of them for each model.
function countCells(data, filters) {
  const c = data.cells ?? data.columns, perModel = new Map();
  for (let i = 0; i < c.model.length; i++) {
    if (!passes(c, i, filters, false)) continue;
    const model = c.model[i];
    let cells = perModel.get(model);
    if (!cells) perModel.set(model, cells = new Map());
    const key = c.context[i] + "," + (c.distance[i] ?? "");
    let cell = cells.get(key);
    if (!cell) cells.set(key, cell = { context: c.context[i], distance: c.distance[i], k: 0, n: 0, unclear: 0, invalid: 0 });
    const n = c.count ? c.count[i] : 1;
    if (!data.outcomes[c.outcome[i]].answer) cell.invalid += n;
    else { cell.n += n; if (c.outcome[i] === 0) cell.k += n; else if (data.outcomes[c.outcome[i]].ambiguous) cell.unclear += n; }
  }
  return perModel;
}

function passes(c, i, filters, list) {
  for (const name of filterNames) {
    const wanted = filters[name];
    if (wanted !== null && c[name][i] !== wanted && (list || name !== "outcome")) return false;
  }
  if (!list || !filters.cell) return true;
  return c.model[i] === filters.cell.model && c.context[i] === filters.cell.context && c.distance[i] === filters.cell.distance;
}

function drawHeatmaps(data, filters, choose) {
  const target = document.getElementById("heatmaps"), perModel = countCells(data, filters);
  const shown = [...perModel.keys()].sort((a, b) => a - b);
  hideTip();
  target.replaceChildren(...shown.map(model => {
    const title = make("h3", { id: "heatmap-" + model }, data.models[model].title);
    return make("div", { class: "model" }, title, make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Heatmap of " + data.models[model].title },
      heatmap(data, model, [...perModel.get(model).values()], filters, choose)));
  }));
  if (shown.length === 0) target.append(make("p", {}, "No trial passes these filters."));
}

function heatmap(data, model, cells, filters, choose) {
  const order = (a, b) => (a ?? -1) - (b ?? -1);
  const distances = [...new Set(cells.map(x => x.distance))].sort(order);
  const contexts = [...new Set(cells.map(x => x.context))].sort(order).reverse();
  const sign = data.models[model].estimated ? "≈" : "";
  const label = d => d === null ? "no distance" : sign + tokens(d);
  const head = make("tr", {}, make("td", { class: "muted" }, "context ↓ distance →"), ...distances.map(d => make("th", { scope: "col" }, label(d))));
  const rows = contexts.map(context => make("tr", {},
    make("th", { scope: "row" }, sign + tokens(context)),
    ...distances.map(distance => {
      const cell = cells.find(x => x.context === context && x.distance === distance);
      return make("td", {}, cell ? cellButton(data, model, cell, sign, filters, choose) : null);
    })));
  return make("table", { class: "heatmap", "aria-labelledby": "heatmap-" + model }, make("thead", {}, head), make("tbody", {}, ...rows));
}

function cellButton(data, model, cell, sign, filters, choose) {
  const chosen = filters.cell && filters.cell.model === model && filters.cell.context === cell.context && filters.cell.distance === cell.distance;
  const words = cellWords(cell, sign);
  const button = make("button", {
    type: "button", class: "cell" + (cell.n === 0 ? " none" : cell.n < data.few ? " few" : ""),
    "aria-pressed": String(!!chosen), "aria-label": words.replaceAll("\n", ", "),
    onclick: () => choose(chosen ? null : { model, context: cell.context, distance: cell.distance }),
    onmouseenter: e => showTip(e.currentTarget, words), onfocus: e => showTip(e.currentTarget, words),
    onmouseleave: hideTip, onblur: hideTip,
  }, make("b", {}, cell.n === 0 ? String(cell.invalid) : percent(cell.k, cell.n)), make("span", {}, cell.n === 0 ? "invalid" : "n " + count(cell.n) + (cell.unclear > 0 ? `, ${cell.unclear}?` : "")));
  if (cell.n > 0) {
    const { back, ink } = colour(cell.k / cell.n, data.stops);
    button.style.backgroundColor = back;
    button.style.color = ink;
  }
  return button;
}

function cellWords(cell, sign) {
  const lines = [`context ${sign}${tokens(cell.context)}, ` + (cell.distance === null ? "no distance" : `distance ${sign}${tokens(cell.distance)}`)];
  if (cell.n > 0) {
    const [low, high] = wilson(cell.k, cell.n);
    lines.push(`${count(cell.k)} of ${count(cell.n)} right (${percent(cell.k, cell.n)})`, `95% interval ${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}%`);
    if (cell.unclear > 0) lines.push(`${count(cell.unclear)} ambiguous: ${percent(cell.k, cell.n)} to ${percent(cell.k + cell.unclear, cell.n)} by reading`);
  } else lines.push("no answers");
  if (cell.invalid > 0) lines.push(`${count(cell.invalid)} invalid, not counted`);
  return lines.join("\n");
}

function showTip(target, words) {
  const tip = document.getElementById("tip"), place = target.getBoundingClientRect();
  tip.textContent = words;
  tip.hidden = false;
  const width = tip.offsetWidth, left = Math.min(place.left + place.width / 2 - width / 2, document.documentElement.clientWidth - width - 8);
  tip.style.left = Math.max(8, left) + window.scrollX + "px";
  tip.style.top = (place.bottom + tip.offsetHeight + 10 < window.innerHeight ? place.bottom + 8 : place.top - tip.offsetHeight - 8) + window.scrollY + "px";
}

function hideTip() { document.getElementById("tip").hidden = true; }
