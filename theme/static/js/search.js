// The page that searches. Nothing is fetched before the first question; the words go nowhere but into the address.
const form = document.getElementById("search");
const field = document.getElementById("q");
const said = document.getElementById("found");
const list = document.getElementById("results");
const slash = document.getElementById("slash");
const root = new URL("../", import.meta.url).pathname;
const FILTERS = ["topic", "grade", "kind"];
const SHOWN = 20;
const FEW = 5;
// How far a word of ours may be from one that was typed.
const NEAR = { prefix: (term) => term.length > 2, fuzzy: (term) => (term.length > 7 ? 2 : term.length > 3 && 1) };
let index;
let turn = 0;

const element = (name, text, attributes = {}) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(text);
  return made;
};

const got = async (name, options) => {
  const answer = await fetch(`${root}search/${name}.json`, options);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

// Lists of places are kept as steps from one to the next (desk/finish/search_index.py).
const places = (steps) => {
  let at = 0;
  return steps ? steps.split(",").map((step) => (at += +step)) : [];
};

// Fetched and made once; anew where a piece of it was of another build.
const ready = (options) =>
  (index ??= (async () => {
    const [{ default: MiniSearch }, data] = await Promise.all([import("minisearch"), got("index", options)]);
    const common = (data.common = data.common.split(" "));
    data.words = data.words.split(" ");
    const how = {
      fields: ["heading", "title", "start", "body"],
      processTerm: (term) => (common.includes((term = term.toLowerCase())) ? null : term),
    };
    return (data.folders ? inPieces : inOne)(MiniSearch, how, data);
  })());

// A small site: the whole index is there.
const inOne = (MiniSearch, how, data) => {
  const bodies = data.sections.map(() => []);
  data.places && data.places.split(";").forEach((steps, i) => places(steps).forEach((at) => bodies[at].push(data.words[i])));
  const engine = new MiniSearch(how);
  data.sections.forEach((section, id) => {
    const [page, part, heading, start, grade] = section;
    const [slug, title, kind, topic, whole] = data.pages[page];
    Object.assign(section, { page, head: !part, what: /^what is( \S+){1,4}$/i.test(heading), part, heading, start, slug, title, kind: grade ? "claim" : kind, topic, grade: grade || whole });
    engine.add({ id, heading, title: part ? "" : title, start, body: bodies[id].join(" ") });
  });
  const shown = data.sections.flatMap(({ heading, start }) => `${heading} ${start}`.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const words = [...new Set([...data.words, ...shown])].filter(how.processTerm);
  return { ...data, words, engineFor: () => engine, told: () => {} };
};

// How many letters two words are apart; of more than `most` no more is told.
const apart = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let row = [...Array(b.length + 1).keys()];
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] != b[j])));
    row = next;
  }
  return row[b.length];
};

// A large site: of the words only those that a question may mean are fetched, of the places only those that are shown.
const inPieces = (MiniSearch, how, data) => {
  const { folders: [ofWords, ofParts], words, lengths, marks } = data;
  const grades = Object.keys(data.grades);
  const sections = data.pages.flatMap(([kind, topic, whole, count], page) => Array.from({ length: count }, () => ({ page, kind, topic, grade: whole })));
  const sizes = sections.map((section, id) => {
    if (grades[marks[id]]) Object.assign(section, { kind: "claim", grade: grades[marks[id]] });
    sections[id].head = marks[id] == ".";
    sections[id].what = marks[id] == "?";
    return [2 * lengths[id], marks[id] == "." ? 2 * lengths[id] : 1, 12, 20];
  });
  const mean = [0, 1, 2, 3].map((field) => sizes.reduce((sum, size) => sum + size[field], 0) / sizes.length);
  const kept = {};
  const piece = (name) => (kept[name] ??= got(name));
  const firsts = places(data.ranges);
  const listed = async (word) => {
    const range = firsts.findLastIndex((first) => first <= word);
    const [heading, start, body] = (await piece(`${ofWords}/words-${range}`))[word - firsts[range]].split(";").map(places);
    const title = heading.filter((id) => marks[id] == ".");
    return [words[word], Object.fromEntries([heading, title, start, body].map((found, field) => [field, Object.fromEntries(found.map((id) => [id, 1]))]))];
  };
  // The words of ours that a term may mean, the nearest first: slips are looked for where it is none and begins none.
  const meant = (term) => {
    const all = [...words.keys()];
    const fits = NEAR.prefix(term) ? (word) => word.startsWith(term) : (word) => word == term;
    const exact = all.filter((id) => fits(words[id])).sort((a, b) => words[a].length - words[b].length);
    const most = exact.length ? 0 : NEAR.fuzzy(term);
    const near = most ? all.map((id) => [apart(term, words[id], most), id]).filter(([far]) => far <= most).sort(([a], [b]) => a - b) : [];
    return [...exact, ...near.map(([, id]) => id)].slice(0, 12);
  };
  const engineFor = async (asked) => {
    const wanted = new Set(asked.split(" ").filter(how.processTerm).flatMap(meant));
    const lists = await Promise.all([...wanted].map(listed));
    const ids = lists.flatMap(([, fields]) => Object.values(fields).flatMap(Object.keys));
    return MiniSearch.loadJS(
      {
        serializationVersion: 2,
        documentCount: sections.length,
        nextId: sections.length,
        documentIds: Object.fromEntries(ids.map((id) => [id, +id])),
        fieldIds: { heading: 0, title: 1, start: 2, body: 3 },
        fieldLength: Object.fromEntries(ids.map((id) => [id, sizes[id]])),
        averageFieldLength: mean,
        storedFields: {},
        dirtCount: 0,
        index: lists,
      },
      how,
    );
  };
  const firstOf = [];
  sections.forEach(({ page }, id) => (firstOf[page] ??= id));
  const told = (hits) =>
    Promise.all(
      hits.map(async ({ id }) => {
        const { page } = sections[id];
        const [slug, title, parts] = await piece(`${ofParts}/page-${page}`);
        const [part, heading, start] = parts[id - firstOf[page]];
        Object.assign(sections[id], { part, heading, start, slug, title });
      }),
    );
  return { ...data, sections, engineFor, told };
};

// Whether `term` is one of `words`, or begins one.
const isOurs = (words, term) => words.some((word) => (NEAR.prefix(term) ? word.startsWith(term) : word == term));

// Those of `words` that are nearest to `term`. A letter that should stand twice, or once, is no distance.
const nearest = (term, words) => {
  const once = (word) => word.replace(/(.)\1/gu, "$1");
  let [least, near] = [+NEAR.fuzzy(term), []];
  for (const word of words) {
    const off = apart(once(term), once(word), least);
    if (off < least) [least, near] = [off, []];
    if (off <= least) near.push(word);
  }
  return near;
};

// What is asked, in our own words and as it was typed: what patients and other names call things becomes what we call
// it. A word that nobody is known to use is a slip of what is nearest to it, be it common, theirs or ours; and whoever
// asks for many finds one.
const understood = (asked, { synonyms, words, common }) => {
  const typed = asked.toLowerCase().replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u);
  const phrases = Object.keys(synonyms).map((phrase) => phrase.split(" "));
  const known = new Set([...common, ...phrases.flat(), ...words]);
  const said = typed.map((word) => {
    if (known.has(word)) return [word];
    const near = nearest(word, known);
    return isOurs(words, word) ? [word, ...near] : near; // what begins a word of ours may be a slip of theirs
  });
  const ours = said.map(([word, more], at) => {
    if (!word || more) word = typed[at];
    const one = word.slice(0, -1);
    return /[^s]s$/.test(word) && words.includes(one) ? one : word;
  });
  for (const phrase of phrases) {
    const at = said.findIndex((_, at) => phrase.every((word, more) => said[at + more]?.includes(word)));
    if (at < 0) continue;
    const word = synonyms[phrase.join(" ")];
    if (word[0] == "=") return [word.slice(1), typed.join(" ").trim(), true]; // a page by its title, whatever else is asked
    ours.fill("", at, at + phrase.length)[at] = word;
    said.fill([], at, at + phrase.length);
  }
  return [ours.filter(Boolean).join(" "), typed.join(" ").trim()];
};

// Whoever asks for one thing alone asks what it is.
const find = async (known, asked, chosen) => {
  const { sections, common } = known;
  const [words, typed, page] = understood(asked, known);
  const alone = words.split(" ").filter((word) => !common.includes(word)).length == 1;
  const options = {
    prefix: NEAR.prefix,
    fuzzy: (term) => !isOurs(known.words, term) && NEAR.fuzzy(term),
    boostDocument: (id) => (alone && sections[id].what ? 3 : 1),
    boost: { heading: 3, title: 4, start: 1.5 },
    weights: { fuzzy: 0.3, prefix: 0.6 },
    // Nothing that is chosen hides a page that is meant: it may be help.
    filter: ({ id }) => (page && sections[id].kind == "page") || FILTERS.every((name) => !chosen[name] || sections[id][name] == chosen[name]),
  };
  const engine = await known.engineFor(`${words} ${typed}`);
  const whole = (asked) => engine.search(asked, { ...options, combineWith: "AND" });
  let hits = whole(words);
  // A word that we never use leaves those beside it to say what is meant.
  if (!hits.length) hits = whole(words.split(" ").filter((word) => engine.search(word, options).length).join(" "));
  const add = (more) => {
    const has = new Set(hits.map(({ id }) => id));
    hits.push(...more.filter(({ id }) => !has.has(id)));
  };
  // What has the words as they were typed follows; and where there are few places, those that have some of ours.
  if (words != typed) add(whole(typed));
  if (hits.length < FEW) add(engine.search(words, options));
  // A page begins with more than one piece; it is one place all the same.
  const pages = new Set();
  return hits.filter(({ id }) => !sections[id].head || (!pages.has(sections[id].page) && pages.add(sections[id].page)));
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
  const { part, heading, start } = section;
  const terms = Object.keys(hit.match).sort((a, b) => b.length - a.length);
  const link = element("a", marked(heading, terms), { href: root + section.slug + "/" + (part && "#" + part) });
  if (part) link.append(" ", element("span", "In: " + section.title, { className: "quiet" }));
  const item = element("li", element("h2", link));
  if (start) item.append(element("p", marked(start, terms)));
  const deep = terms.filter((term) => hit.match[term].every((name) => name == "body")).slice(0, 5);
  const line = element("p", section.grade ? grades[section.grade] + ". " : "", { className: "quiet" });
  if (deep.length) line.append("Also there: ", marked(deep.join(", "), deep), ".");
  if (line.textContent) item.append(line);
  return item;
};

// What was found before stands until there is something new. What came from two builds is asked for once more.
const search = async (again = false) => {
  const mine = ++turn;
  const asked = field.value.trim();
  const chosen = Object.fromEntries(FILTERS.map((name) => [name, form.elements[name].value]));
  const address = new URLSearchParams({ ...(asked && { q: asked }), ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)) });
  history.replaceState(null, "", address.size ? "?" + address : location.pathname);
  const { dataset } = document.documentElement;
  if (!asked) return delete dataset.unfold, list.replaceChildren(), said.replaceChildren();
  dataset.unfold = "";
  try {
    const known = await ready(again ? { cache: "reload" } : {});
    const hits = await find(known, asked, chosen);
    const best = hits.slice(0, SHOWN);
    await known.told(best);
    if (mine != turn) return;
    list.replaceChildren(...best.map((hit) => shown(hit, known)));
    const count = hits.length > SHOWN ? `The best ${SHOWN} of ${hits.length} places` : hits.length == 1 ? "1 place" : `${hits.length} places`;
    said.textContent = hits.length
      ? `${count} for “${asked}”.`
      : `Nothing found for “${asked}”. Try one plain word, another spelling, or all topics. The topics stand below.`;
  } catch {
    index = undefined;
    if (mine != turn) return;
    if (!again) return search(true);
    list.replaceChildren();
    said.textContent = "The search could not be loaded. Try again, or choose a topic below.";
  }
};

const asked = new URLSearchParams(location.search);
field.value = asked.get("q") ?? "";
for (const name of FILTERS) {
  const choice = form.elements[name];
  if ([...choice.options].some(({ value }) => value == asked.get(name))) choice.value = asked.get(name);
  choice.addEventListener("change", () => search());
}
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
