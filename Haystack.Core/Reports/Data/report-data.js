"use strict";
// Blocks are raw deflate in base64; the browser unpacks each when it is first asked for.
const unpacked = new Map();

function block(name) {
  if (!unpacked.has(name)) unpacked.set(name, unpack(document.getElementById(name).textContent));
  return unpacked.get(name);
}

async function unpack(text) {
  const packed = atob(text.trim());
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

// The Wilson score interval at 95%; the same as the program's own.
function wilson(k, n) {
  const z = 1.959963984540054, p = k / n, z2 = z * z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return [k === 0 ? 0 : centre - half, k === n ? 1 : centre + half];
}

function percent(k, n) {
  let value = Math.floor((200 * k + n) / (2 * n));
  if (k < n) value = Math.min(value, 99);
  if (k > 0) value = Math.max(value, 1);
  return value + "%";
}

const count = n => n.toLocaleString("en-US");

function tokens(n) {
  if (n >= 1048576 && n % 1048576 === 0) return n / 1048576 + "m";
  if (n >= 1024 && n % 1024 === 0) return n / 1024 + "k";
  return count(n);
}

// Builds an element. Texts are only ever set as text, never as markup.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(c => c !== null && c !== undefined));
  return element;
}

function colour(share, stops) {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [stops[index], stops[index + 1]].map(s => [1, 3, 5].map(i => parseInt(s.slice(i, i + 2), 16)));
  const mixed = a.map((v, i) => Math.round(v + (b[i] - v) * (place - index)));
  const light = mixed.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  return { back: `rgb(${mixed.join(" ")})`, ink: luminance > 0.179 ? "#000000" : "#ffffff" };
}
