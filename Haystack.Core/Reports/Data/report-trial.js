// One trial: its document's facts in place, the question, the reply, and how it was read.
async function showTrial(data, state, i) {
  // One that the filters leave out is opened by its address among all.
  const rows = state.rows.includes(i) ? state.rows : data.columns.model.map((_, at) => at), place = rows.indexOf(i);
  const c = data.columns, dialog = document.getElementById("trial");
  const [texts, documents] = await Promise.all([
    block("texts-" + Math.floor(i / data.textBlock)), c.document[i] === null ? null : block("documents-" + Math.floor(c.document[i] / data.documentBlock))]);
  const [question, reply, thinking, reading, figures] = texts[i % data.textBlock];
  const [key, order, hops, planned, counted, cached, output, thought, first, thinkingTime, total, fault, done, form, others, verdict] = figures;
  const paper = documents && documents[c.document[i] % data.documentBlock], outcome = data.outcomes[c.outcome[i]], model = data.models[c.model[i]];
  const turn = (to, word) => make("button", { type: "button", disabled: to < 0 || to >= rows.length, onclick: () => { history.replaceState(null, "", "#trial-" + (rows[to] + 1)); showTrial(data, state, rows[to]); } }, word);
  dialog.replaceChildren(...[
    make("header", {}, make("h2", { id: "trial-title", tabindex: "-1" }, `Trial ${count(place + 1)} of ${count(rows.length)}`),
      make("div", { class: "turn" }, turn(place - 1, "previous"), turn(place + 1, "next"), make("button", { type: "button", onclick: () => dialog.close() }, "close"))),
    make("h3", {}, "How it was read"),
    make("p", {}, swatch(outcome), make("b", {}, outcome.text), outcome.answer ? "" : " – not an answer; it counts nowhere"),
    list([
      ["answer read", c.answer[i] === null ? null : data.strings[c.answer[i]]],
      ["right answer", data.strings[c.expected[i]]],
      ["it may mean", others], ["how it answered", form === null ? null : form.replaceAll("_", " ")], ["a person's verdict", verdict],
      ["fault", fault],
    ]),
    reading === null ? make("p", { class: "muted" }, "The store does not hold the steps; haystack show reads the reply again.") : make("ol", { id: "reading" }, ...reading.map(step => make("li", {}, step))),
    make("h3", {}, "Question"), make("pre", { tabindex: "0", "aria-label": "Question", role: "region" }, whole(question)),
    make("h3", {}, "Reply"), reply === null ? make("p", { class: "muted" }, "No reply is stored.") : replyBox(reply, c.answer[i] === null ? null : data.strings[c.answer[i]]),
    thinking === null ? null : make("details", {}, make("summary", {}, "Thinking"), make("pre", { tabindex: "0", "aria-label": "Thinking", role: "region" }, whole(thinking))),
    make("h3", {}, c.arm[i] === data.closedBook ? "Document (not shown to the model in this question)" : "Document"),
    ...(paper ? [...factBar(paper, c.chain[i]), ...factTexts(paper, c.chain[i], data.arms[c.arm[i]])] : [make("p", { class: "muted" }, "The run does not hold it.")]),
    make("h3", {}, "Figures"),
    list([
      ["model", model.title], ["family, language", data.families[c.family[i]] + ", " + data.languages[c.language[i]]], ["question", data.arms[c.arm[i]]],
      ["order of facts", data.orders[order]], ["facts in the chain", hops], ["context", tokens(c.context[i])],
      ["distance", c.distance[i] === null ? null : tokens(c.distance[i]) + " tokens"],
      ["prompt", `${count(planned)} tokens planned, ${counted === null ? "no count from the server" : count(counted) + " counted by the server"}`],
      ["cached", figure(cached, " tokens")], ["generated", figure(output, " tokens")], ["thinking", figure(thought, " tokens")],
      ["to the first token", seconds(first)], ["thinking", seconds(thinkingTime)], ["in all", seconds(total)],
      ["ended by", done], ["number in the run", count(i + 1)], ["document", paper && paper.id], ["trial key", key],
    ]),
  ].filter(part => part !== null));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById("trial-title").focus();
}

const figure = (n, unit) => n === null ? null : count(n) + unit;
const seconds = ms => ms === null ? null : (ms / 1000).toFixed(2) + " s";

function list(pairs) {
  return make("dl", {}, ...pairs.filter(p => p[1] !== null).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))]));
}

// A text that was cut comes as [start, how much was cut, end].
function whole(text) {
  return Array.isArray(text) ? `${text[0]}\n[… ${count(text[1])} characters cut here; the run's store has them …]\n${text[2]}` : text;
}

function replyBox(reply, answer) {
  const text = whole(reply), at = answer ? text.lastIndexOf(answer) : -1;
  const box = make("pre", { tabindex: "0", "aria-label": "Reply", role: "region" });
  if (at < 0) box.append(text);
  else box.append(text.slice(0, at), make("mark", {}, answer), text.slice(at + answer.length));
  return box;
}

function factBar(paper, chain) {
  const bar = make("div", { class: "bar", role: "img", "aria-label": `Where the facts stand among ${count(paper.tokens)} tokens: ` +
    paper.facts.filter(f => f.chain === chain).map(f => `fact ${f.hop} at token ${count(f.start)}`).join(", ") });
  for (const fact of [...paper.facts].sort((a, b) => (a.chain === chain) - (b.chain === chain))) {
    const mark = make("i", { class: fact.chain === chain ? "own" : null });
    mark.style.left = 100 * fact.start / paper.tokens + "%";
    mark.style.width = 100 * (fact.end - fact.start) / paper.tokens + "%";
    bar.append(mark);
  }
  let last = -100;
  for (const fact of paper.facts.filter(f => f.chain === chain)) {
    const label = make("span", {}, `fact ${fact.hop}`), place = Math.min(96, Math.max(4, 100 * fact.start / paper.tokens));
    if (place - last < 7) continue;
    label.style.left = (last = place) + "%";
    bar.append(label);
  }
  return [bar, make("div", { class: "ends" }, make("span", {}, "token 0"), make("span", {}, count(paper.tokens)))];
}

function factTexts(paper, chain, arm) {
  const own = paper.facts.filter(f => f.chain === chain), others = paper.facts.filter(f => f.chain !== chain);
  const text = fact => make("p", { class: "fact" },
    make("span", { class: "muted" }, `tokens ${count(fact.start)}–${count(fact.end)}, ${fact.chain === chain ? "" : `chain ${fact.chain}, `}fact ${fact.hop}: `),
    make("span", { class: "near" }, "…" + fact.before), fact.chain === chain ? make("mark", {}, fact.text) : make("b", {}, fact.text), make("span", { class: "near" }, fact.after + "…"));
  return [...own.map(text), own.length === 0 ? make("p", {}, "No fact of this chain was planted.") : arm === "absent" ? make("p", {}, "A fact of this chain was left out on purpose.") : null,
    others.length === 0 ? null : make("details", {}, make("summary", {}, `${count(others.length)} facts of other chains`), ...others.map(text))].filter(x => x !== null);
}
