namespace Haystack.Tests.Reports;

/// <summary>What a person would see at once of a page: text that runs out of its place, lies on other text, or is too pale.</summary>
internal static class LayoutFaults
{
    /// <summary>A function of JavaScript that names each fault of the page as it stands, with the element that has it.</summary>
    public const string Script = """
        () => {
          const faults = [], root = document.documentElement;
          const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.classList?.length ? "." + [...e.classList].join(".") : "") + ` "${(e.textContent ?? "").trim().slice(0, 40)}"`;
          if (root.scrollWidth > root.clientWidth) {
            const wide = [...document.body.querySelectorAll("*")].filter(e => !scrolls(e.parentElement) && e.getBoundingClientRect().right > root.clientWidth + 1);
            faults.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}: ${wide.slice(0, 3).map(name).join(", ")}`);
          }
          function scrolls(e) {
            for (; e && e !== document.body; e = e.parentElement) if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)) return true;
            return false;
          }
          function visible(e) {
            const style = getComputedStyle(e);
            return e.getClientRects().length > 0 && style.visibility === "visible" && style.clipPath === "none" && !e.closest(".unseen, .skip, [hidden]");
          }
          const all = [...document.body.querySelectorAll("*")].filter(visible);
          // Only what says that it scrolls may be wider than its place; a table of figures need not at a wide window.
          for (const e of all) {
            if (e.closest("svg")) continue;
            const style = getComputedStyle(e);
            if (style.display.startsWith("inline") || e.clientWidth === 0) continue;
            if (e.scrollWidth > e.clientWidth + 1 && !["auto", "scroll"].includes(style.overflowX) && !e.querySelector(".wide, pre"))
              faults.push(`${name(e)} needs ${e.scrollWidth} of ${e.clientWidth}`);
            if (e.scrollWidth > e.clientWidth + 1 && e.matches(".wide") && root.clientWidth >= 1280 && !e.querySelector(".heatmap"))
              faults.push(`${name(e)} has to be scrolled at ${root.clientWidth}: it needs ${e.scrollWidth} of ${e.clientWidth}`);
          }
          const rgb = text => { const n = (text.match(/[\d.]+/g) ?? []).map(Number); return n.length < 3 ? null : { c: n.slice(0, 3), a: n[3] ?? 1 }; };
          const luminance = c => { const l = c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
          const canvas = document.createElement("canvas").getContext("2d");
          const plain = text => { canvas.fillStyle = "#000"; canvas.fillStyle = text; const h = canvas.fillStyle; return h.startsWith("#") ? { c: [1, 3, 5].map(i => parseInt(h.slice(i, i + 2), 16)), a: 1 } : rgb(h); };
          const ground = e => { for (; e; e = e.parentElement) { const b = rgb(getComputedStyle(e).backgroundColor); if (b && b.a === 1) return b.c; } return rgb(getComputedStyle(document.documentElement).getPropertyValue("background-color"))?.c ?? [255, 255, 255]; };
          const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== "");
          const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
          // Within a picture, what a text stands on is the last shape drawn before it whose box holds the text's middle.
          const under = text => {
            const r = text.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
            let found = null;
            for (const shape of text.closest("svg").querySelectorAll("rect, path, text")) {
              if (shape === text) break;
              if (shape.tagName === "text") continue;
              const fill = getComputedStyle(shape).fill;
              if (fill === "none" || shape.closest("defs, clipPath, pattern") || Number(getComputedStyle(shape).fillOpacity) < 1) continue;
              const b = shape.getBoundingClientRect();
              if (b.left <= x && x <= b.right && b.top <= y && y <= b.bottom) found = plain(fill)?.c ?? found;
            }
            return found ?? ground(text.closest("svg"));
          };
          const labels = all.filter(e => own(e) && !e.closest("script, style, option, select"));
          for (const e of labels) {
            const svg = e.closest("svg"), style = getComputedStyle(e);
            const ink = svg ? plain(style.fill) : rgb(style.color);
            if (!ink || e.matches(":disabled")) continue;
            const measured = contrast(ink.c, svg ? under(e) : ground(e));
            if (measured < 4.5) faults.push(`${name(e)} has a contrast of ${measured.toFixed(2)}`);
          }
          for (const svg of document.querySelectorAll("svg")) {
            if (!visible(svg)) continue;
            const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll("text")].map(t => ({ t, r: t.getBoundingClientRect() })).filter(x => x.r.width > 0)
              // What is drawn twice at one place, as some numbers of axes are, is seen once.
              .filter((x, i, all) => !all.slice(0, i).some(o => o.t.textContent === x.t.textContent && Math.abs(o.r.left - x.r.left) < 0.5 && Math.abs(o.r.top - x.r.top) < 0.5));
            // Of a line's height the letters take the middle.
            const core = r => ({ left: r.left + 0.5, right: r.right - 0.5, top: r.top + r.height * 0.25, bottom: r.bottom - r.height * 0.25 });
            const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            for (const [i, { t, r }] of texts.entries()) {
              if (r.left < frame.left - 0.5 || r.right > frame.right + 0.5 || r.top < frame.top - 0.5 || r.bottom > frame.bottom + 2) faults.push(`${name(t)} runs out of its picture`);
              for (const o of texts.slice(i + 1)) if (meet(core(r), core(o.r))) faults.push(`${name(t)} lies on ${name(o.t)}`);
            }
          }
          const boxes = labels.filter(e => !e.closest("svg, dialog, #tip")).map(e => {
            const range = document.createRange(), text = [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim() !== "");
            range.setStartBefore(text[0]); range.setEndAfter(text.at(-1));
            // Of what scrolls only the part in sight lies anywhere.
            let frame = e.parentElement;
            while (frame && !["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(frame).overflowX)) frame = frame.parentElement;
            const clip = frame?.getBoundingClientRect() ?? { left: -1e9, right: 1e9 };
            const cut = r => ({ left: Math.max(r.left, clip.left), right: Math.min(r.right, clip.right), top: r.top, bottom: r.bottom });
            return { e, rects: [...range.getClientRects()].map(cut).filter(r => r.right - r.left > 1 && r.bottom - r.top > 1) };
          });
          const rows = boxes.flatMap(b => b.rects.map(r => ({ e: b.e, r }))).sort((a, b) => a.r.top - b.r.top);
          for (let i = 0; i < rows.length; i++) {
            for (let j = i + 1; j < rows.length && rows[j].r.top < rows[i].r.bottom - 4; j++) {
              const [a, b] = [rows[i], rows[j]];
              if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e) || scrolls(a.e) !== scrolls(b.e)) continue;
              if (Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left) > 2 && Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top) > 4) faults.push(`${name(a.e)} lies on ${name(b.e)}`);
            }
          }
          return [...new Set(faults)].slice(0, 40);
        }
        """;
}
