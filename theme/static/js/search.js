// The page that searches. Nothing is fetched before the first question; the words go nowhere but into the address.
const form = document.getElementById("search");
const field = document.getElementById("q");
const said = document.getElementById("found");
const list = document.getElementById("results");
const slash = document.getElementById("slash");
const root = new URL("../", import.meta.url).pathname;
const FILTERS = ["topic", "grade", "kind"];
const SHOWN = 20;
let index;

const element = (name, text, attributes = {}) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(text);
  return made;
};

// Fetched and made once. Lists of places are kept as steps from one to the next (desk/finish/search.py).
const ready = () =>
  (index ??= (async () => {
    const [{ default: MiniSearch }, answer] = await Promise.all([import("minisearch"), fetch(root + "search/index.json")]);
    if (!answer.ok) throw new Error(answer.status);
    const data = await answer.json();
    const bodies = data.sections.map(() => []);
    const words = data.words.split(" ");
    data.places && data.places.split(";").forEach((steps, i) => {
      let at = 0;
      for (const step of steps.split(",")) bodies[(at += +step)].push(words[i]);
    });
    const common = new Set(data.common.split(" "));
    const engine = new MiniSearch({
      fields: ["heading", "title", "start", "body"],
      processTerm: (term) => (common.has((term = term.toLowerCase())) ? null : term),
    });
    data.sections.forEach((section, id) => {
      const [page, part, heading, start, grade] = section;
      const [slug, title, kind, topic, whole] = data.pages[page];
      Object.assign(section, { slug, title: part ? title : "", kind: grade ? "claim" : kind, topic, grade: grade || whole });
      engine.add({ id, heading, title: part ? "" : title, start, body: bodies[id].join(" ") });
    });
    return { engine, ...data };
  })());

// The question with our own words for what patients and other names call things.
const widened = (asked, synonyms) => {
  const plain = ` ${asked.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  let more = plain;
  for (const [theirs, ours] of Object.entries(synonyms)) if (plain.includes(` ${theirs} `)) more = more.replace(` ${theirs} `, ` ${ours} `);
  return more.trim();
};

const find = ({ engine, sections, synonyms }, asked, chosen) => {
  const options = {
    boost: { heading: 3, title: 4, start: 1.5 },
    prefix: (term) => term.length > 2,
    fuzzy: (term) => (term.length > 8 ? 2 : term.length > 3 && 1),
    weights: { fuzzy: 0.3, prefix: 0.6 },
    filter: ({ id }) => FILTERS.every((name) => !chosen[name] || sections[id][name] == chosen[name]),
  };
  const words = widened(asked, synonyms);
  const all = engine.search(words, { ...options, combineWith: "AND" });
  return all.length ? all : engine.search(words, options);
};

// `text` with each of `terms` marked.
const marked = (text, terms) => {
  const parts = document.createDocumentFragment();
  if (!terms.length) return parts.append(text), parts;
  const exact = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const wanted = new RegExp(`(?<![\\p{L}\\p{N}])(${exact.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  let at = 0;
  for (const { 0: word, index: start } of text.matchAll(wanted)) {
    parts.append(text.slice(at, start), element("mark", word));
    at = start + word.length;
  }
  parts.append(text.slice(at));
  return parts;
};

const shown = (hit, { sections, grades }) => {
  const section = sections[hit.id];
  const [, part, heading, start] = section;
  const terms = Object.keys(hit.match).sort((a, b) => b.length - a.length);
  const link = element("a", marked(heading, terms), { href: root + section.slug + "/" + (part && "#" + part) });
  const item = element("li", element("h2", link));
  if (start) item.append(element("p", marked(start, terms)));
  const where = [section.grade && grades[section.grade] + ".", section.title && "In: " + section.title].filter(Boolean);
  const deep = terms.filter((term) => hit.match[term].every((name) => name == "body")).slice(0, 5);
  const line = element("p", where.join(" "), { className: "quiet" });
  if (deep.length) {
    line.append(" Also there: ", marked(deep.join(", "), deep), ".");
  }
  if (line.textContent) item.append(line);
  return item;
};

const search = async () => {
  const asked = field.value.trim();
  const chosen = Object.fromEntries(FILTERS.map((name) => [name, form.elements[name].value]));
  const address = new URLSearchParams({ ...(asked && { q: asked }), ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)) });
  history.replaceState(null, "", address.size ? "?" + address : location.pathname);
  list.replaceChildren();
  if (!asked) return said.replaceChildren();
  try {
    const known = await ready();
    if (field.value.trim() != asked) return;
    const hits = find(known, asked, chosen);
    list.replaceChildren(...hits.slice(0, SHOWN).map((hit) => shown(hit, known)));
    const count = hits.length > SHOWN ? `The best ${SHOWN} of ${hits.length} places` : hits.length == 1 ? "1 place" : `${hits.length} places`;
    said.textContent = hits.length
      ? `${count} for “${asked}”.`
      : `Nothing found for “${asked}”. Try one plain word, another spelling, or all topics. The topics stand below.`;
  } catch {
    index = undefined;
    said.textContent = "The search could not be loaded. Try again, or choose a topic below.";
  }
};

const asked = new URLSearchParams(location.search);
field.value = asked.get("q") ?? "";
for (const name of FILTERS) {
  const choice = form.elements[name];
  if ([...choice.options].some(({ value }) => value == asked.get(name))) choice.value = asked.get(name);
  choice.addEventListener("change", search);
}
document.getElementById("narrow").hidden = false;
let pause;
field.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 300);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});
try {
  slash.checked = !localStorage.getItem("slash");
} catch {}
slash.addEventListener("change", () => {
  try {
    slash.checked ? localStorage.removeItem("slash") : localStorage.setItem("slash", "off");
  } catch {}
});
if (location.hash == "#q") field.focus();
if (field.value) search();
