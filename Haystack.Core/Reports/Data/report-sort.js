// Sorting of tables by their heads: numbers by size, texts by their letters, what is missing last.
function sortValue(cell) {
  if (cell.dataset.sort !== undefined) return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
  const text = cell.textContent.trim(), number = Number.parseFloat(text.replaceAll(",", ""));
  if (text === "" || text === "–") return null;
  return cell.classList.contains("number") && !Number.isNaN(number) ? number : text;
}

function compareValues(a, b, down) {
  if (a === null || b === null) return (a === null) - (b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  return down ? -order : order;
}

// A head that sorts: a button in it, which a second press turns about.
function sortHead(head, state, name, changed) {
  const words = [...head.childNodes];
  const button = make("button", { type: "button", class: "sort", onclick: () => { state.down = state.name === name && !state.down; state.name = name; changed(); } }, ...words);
  head.replaceChildren(button);
  head.dataset.name = name;
}

function markHeads(table, state) {
  for (const head of table.querySelectorAll("thead th[data-name]")) {
    if (head.dataset.name === String(state.name)) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
}

function makeSortable(table) {
  const state = { name: null, down: false }, body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, i) => sortHead(head, state, String(i), () => {
    const rows = [...body.rows].map(row => [sortValue(row.cells[i]), row]);
    rows.sort((a, b) => compareValues(a[0], b[0], state.down));
    body.append(...rows.map(r => r[1]));
    markHeads(table, state);
  }));
}
