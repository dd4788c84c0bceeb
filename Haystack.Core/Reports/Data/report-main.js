(async () => {
  const data = await block("trials-data");
  const state = { filters: { cell: null }, page: 0, rows: [] };
  for (const name of filterNames) state.filters[name] = null;
  state.filters.arm = data.arms.length > 1 ? Math.max(0, data.arms.indexOf("pair")) : null;
  const open = place => showTrial(data, state, place);
  const draw = () => {
    drawHeatmaps(data, state.filters, choose);
    drawTrials(data, state, open);
  };
  function choose(cell) {
    state.filters.cell = cell;
    state.page = 0;
    draw();
    document.getElementById(cell ? "trials-title" : "heatmaps").focus();
  }
  drawFilters(data, state.filters, name => {
    if (name !== "outcome") state.filters.cell = null;
    state.page = 0;
    draw();
  });
  document.addEventListener("keydown", e => { if (e.key === "Escape") hideTip(); });
  draw();
  document.getElementById("loading").remove();
  performance.mark("ready");
})();
