(async () => {
  const data = await block("trials-data");
  const state = { filters: { cell: null, search: "" }, page: 0, rows: [], sort: { name: null, down: false } };
  for (const name of filterNames) state.filters[name] = null;
  state.filters.arm = data.arms.length > 1 ? Math.max(0, data.arms.indexOf("pair")) : null;
  const draw = () => {
    drawHeatmaps(data, state.filters, choose);
    drawTrials(data, state);
  };
  function choose(cell) {
    state.filters.cell = cell;
    state.page = 0;
    draw();
    document.getElementById(cell ? "trials-title" : "heatmaps").focus();
  }
  drawFilters(data, state.filters, name => {
    if (name !== "outcome" && name !== "search") state.filters.cell = null;
    state.page = 0;
    if (name === "search") drawTrials(data, state);
    else draw();
  });
  document.addEventListener("keydown", e => { if (e.key === "Escape") hideTip(); });
  draw();
  makeSortable(document.getElementById("models"));
  drawPictures(data);
  drawComparisons(data);
  // A trial has an address of its own: the page with its number in the run.
  const openNamed = () => {
    const number = /^#trial-([0-9]+)$/.exec(location.hash);
    if (number && Number(number[1]) >= 1 && Number(number[1]) <= data.columns.model.length) showTrial(data, state, Number(number[1]) - 1);
  };
  addEventListener("hashchange", openNamed);
  document.getElementById("trial").addEventListener("close", () => { if (location.hash.startsWith("#trial-")) history.replaceState(null, "", location.pathname + location.search); });
  document.getElementById("loading").remove();
  openNamed();
  performance.mark("ready");
})();
