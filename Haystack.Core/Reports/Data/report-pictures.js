// The pictures of the models, unpacked when they come into sight, in the colours of the window.
const dark = matchMedia("(prefers-color-scheme: dark)");
const kindNames = { "side-by-side": "all models side by side", depth: "needle test: place and length", outcomes: "what answers came to", decomposition: "finding or combining", effort: "effort" };
let pictureNumber = 0;

function drawPictures(data) {
  const blocks = [...document.querySelectorAll("script[id^=pictures-]")], note = document.querySelector("#pictures-section .note");
  document.getElementById("pictures-section").hidden = blocks.length === 0 && note.textContent === "";
  if (note.textContent === "") note.remove();
  if (blocks.length === 0) return;
  const one = data.models.length === 1;
  const kind = make("select", { id: "picture-kind", onchange: draw }, make("option", { value: "" }, "all kinds"),
    ...Object.entries(kindNames).filter(([name]) => !one || name !== "side-by-side").map(([name, words]) => make("option", { value: name }, words)));
  const model = make("select", { id: "picture-model", onchange: draw }, make("option", { value: "" }, "all models"),
    ...data.models.map((m, i) => make("option", { value: String(i) }, m.title)));
  // Of many models one kind is looked at at a time.
  if (data.models.length > 4) kind.value = "side-by-side";
  document.getElementById("picture-choice").append(make("label", {}, "picture", kind), one ? "" : make("label", {}, "model", model));
  dark.addEventListener("change", draw);
  const seen = new IntersectionObserver(entries => { for (const e of entries) if (e.isIntersecting) { seen.unobserve(e.target); show(e.target); } }, { rootMargin: "600px" });

  async function draw() {
    const wanted = [];
    for (const element of blocks) {
      const of = element.id.slice("pictures-".length);
      if (model.value !== "" && of !== model.value) continue;
      for (const [name, light, night] of await block(element.id)) if (kind.value === "" || kind.value === name) wanted.push({ of, name, text: dark.matches ? night : light });
    }
    const frames = wanted.map(w => Object.assign(make("figure", { "data-kind": w.name }), { picture: w }));
    document.getElementById("pictures").replaceChildren(...frames.length > 0 ? frames : [make("p", {}, "There is no such picture.")]);
    for (const frame of frames) {
      frame.style.minHeight = "300px";
      seen.observe(frame);
    }
  }

  function show(frame) {
    const { of, name, text } = frame.picture, number = pictureNumber++;
    // Numbered anew, so that no clip of one picture is taken for another's.
    const svg = document.importNode(new DOMParser().parseFromString(text.replaceAll('id="c', `id="p${number}c`).replaceAll("url(#c", `url(#p${number}c`), "image/svg+xml").documentElement, true);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", kindNames[name] + (of === "all" ? "" : ": " + data.models[Number(of)].title));
    frame.style.minHeight = "";
    frame.replaceChildren(svg);
  }

  draw();
}
