// The preview's panel: what the desk says of this page, told by the server the moment it changes. The server adds this
// file to each page that it shows; no published page has it.
(() => {
  const own = document.currentScript;
  const overview = location.pathname === "/__desk/";
  const instead = document.documentElement.dataset.instead !== undefined;
  const FOLDED = "desk folded", SCROLL = "desk scroll " + location.pathname;
  const host = document.createElement("desk-panel");
  const shadow = host.attachShadow({ mode: "open" });
  let styled = null, marks = new Map(), waiting = 500;

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const many = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

  // A reload keeps the place where the writer was, also when the page became longer or shorter above it.
  const kept = sessionStorage.getItem(SCROLL);
  sessionStorage.removeItem(SCROLL);
  if (kept !== null) addEventListener("load", () => requestAnimationFrame(() => scrollTo(0, Number(kept))), { once: true });
  const reload = () => { sessionStorage.setItem(SCROLL, String(scrollY)); location.reload(); };

  // A page that changed is changed where it stands, so that nothing flashes or moves and what is open stays open. Where
  // it would run or look otherwise (another script, style or policy), it is loaded anew.
  const RUNS = "script:not([type='application/ld+json'], [src^='/__desk/']), style, link[rel='stylesheet'], meta[http-equiv]";
  const runs = (page) => [...page.querySelectorAll(RUNS)].map((each) => each.outerHTML).join("\n");
  const atFirst = runs(document);
  const mend = (old, now) => {
    if (old.isEqualNode(now)) return;
    if (old.nodeName !== now.nodeName || old.nodeType !== Node.ELEMENT_NODE) return old.replaceWith(now);
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    for (const { name, value } of [...now.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const [before, after] = [old, now].map((each) => [...each.childNodes].filter((child) => child !== host && !child.popover));
    let next = host.parentNode === old ? host : null;
    while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) { next = before.pop(); after.pop(); }
    while (before.length && after.length) mend(before.shift(), after.shift());
    for (const gone of before) gone.remove();
    for (const added of after) old.insertBefore(added, next);
  };
  let turn = 0;
  const renew = async () => {
    const mine = ++turn;
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => ({}));
    if (mine !== turn) return;
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    if (!page || instead || runs(page) !== atFirst || page.querySelector("script[type='module']")) return reload();
    page.querySelector("script[src^='/__desk/']").remove();
    document.title = page.title;
    mend(document.body, page.body);
  };

  // Where a fault stands on the page: the words of its line from its column on, as many as the page has in a row.
  const plain = (text) => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').toLowerCase();
  // What templates write round a post is no slip of its writer, whatever words it shares with one.
  const textOf = (root) => {
    const written = root.querySelector(".body") ? "h1, .lead, .body" : "main";
    const nodes = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(written)) continue;
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    return { nodes, text: plain(text) };
  };
  const rangeOf = ({ nodes }, start, end) => {
    const at = (place) => { let i = nodes.length - 1; while (nodes[i][0] > place) i--; return [nodes[i][1], place - nodes[i][0]]; };
    const range = document.createRange();
    range.setStart(...at(start));
    const [last, offset] = at(end - 1);
    range.setEnd(last, offset + 1);
    return range;
  };
  const words = (text) => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  const inARow = (wanted) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${wanted.map((word) => word.replace(/[-']/g, "[-']")).join("[^\\p{L}\\p{N}]+")}(?![\\p{L}\\p{N}])`, "u");
  // First the place of the line, by the longest run of its words round the fault; then, in that place, what is named.
  const find = (page, problem) => {
    const typed = plain(problem.source), line = words(typed);
    const at = Math.min(words(typed.slice(0, Math.max(0, problem.column - 1))).length, line.length - 1);
    const quoted = words(plain(/"([^"]{3,})"/.exec(problem.what)?.[1] ?? ""));
    for (const size of [12, 8, 6, 4, 3, 2, 1].filter((size) => size <= line.length && (size > 1 || line.length === 1))) {
      for (let first = Math.min(at, line.length - size); first >= Math.max(0, at - size + 1); first--) {
        const run = line.slice(first, first + size);
        const found = run.join("").length >= 3 && inARow(run).exec(page.text);
        if (!found) continue;
        for (const wanted of [quoted, line.slice(at, Math.min(at + 6, first + size))]) {
          const within = wanted.length && inARow(wanted).exec(found[0]);
          if (within) return rangeOf(page, found.index + within.index, found.index + within.index + within[0].length);
        }
        return rangeOf(page, found.index, found.index + found[0].length);
      }
    }
    const named = quoted.length && inARow(quoted).exec(page.text);
    return named ? rangeOf(page, named.index, named.index + named[0].length) : null;
  };
  const mark = (problems) => {
    marks = new Map();
    const main = document.querySelector("main");
    if (!main) return;
    const page = textOf(main);
    if (!page.nodes.length) return;
    for (const problem of problems) {
      const range = problem.source && problem.code.startsWith("header/") ? null : find(page, problem);
      if (range) marks.set(problem, range);
    }
    if (!window.Highlight) return;
    for (const kind of ["error", "warning"]) {
      const ranges = [...marks].filter(([problem]) => problem.severity === kind).map(([, range]) => range);
      CSS.highlights.set(`desk-${kind}`, new Highlight(...ranges));
    }
  };
  const underlines = new CSSStyleSheet();
  underlines.replaceSync(`::highlight(desk-error) { text-decoration: underline wavy 2px #c4261d; background: #c4261d26; }
    ::highlight(desk-warning) { text-decoration: underline wavy 2px #a86a00; background: #a86a0022; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, underlines];

  const listed = (problem) => {
    const line = make("p", {}, make("a", { href: problem.editor },
      problem.path === said.document?.path ? `Line ${problem.line}` : problem.path), " ", make("span", { class: `tone-${problem.severity}` }, problem.severity), " ",
      make("span", { class: "quiet" }, problem.code));
    if (marks.has(problem)) {
      const button = make("button", { class: "find", type: "button" }, "on the page");
      button.onclick = () => marks.get(problem).startContainer.parentElement.scrollIntoView({ block: "center" });
      line.append(" ", button);
    }
    return make("li", {}, line, make("p", {}, problem.what), make("p", { class: "quiet" }, `Fix: ${problem.fix}`));
  };

  // What is said again as it was stays as it stands: a link that is made anew under the pointer loses the click.
  let said = {};
  const show = (standing) => {
    if (host.isConnected && JSON.stringify(standing) === JSON.stringify(said)) return mark(said.problems);
    said = standing;
    const { error, busy, document: shown, problems, faults, counts } = standing;
    mark(problems);
    const errors = problems.filter((each) => each.severity === "error").length, warnings = problems.length - errors;
    const link = make("link", { rel: "stylesheet", href: "/__desk/desk.css" });
    const parts = [link];
    const head = overview ? "No new page can be made." : instead ? "This page cannot be shown yet." : "This is the last good page, not what you typed.";
    if (error.length) {
      const over = make("div", { class: "desk over", role: "alert" },
        make("strong", {}, head), ...error.map(([text, place]) => place ? make("a", { href: place }, text) : text));
      parts.push(over);
    }
    if (!overview) {
      const words = [];
      if (shown && shown.status !== "published") words.push(make("span", {}, { draft: "Draft", scheduled: `Scheduled for ${shown.day}`, unreadable: "Its header cannot be read whole" }[shown.status]));
      if (errors) words.push(make("span", { class: "tone-error" }, many(errors, "error")));
      if (warnings) words.push(make("span", { class: "tone-warning" }, many(warnings, "warning")));
      if (faults.length) words.push(make("span", { class: "tone-error" }, many(faults.length, "fault") + " of the page"));
      if (busy) words.push(make("span", { class: "quiet" }, "Being made…"));
      else if (!problems.length && !faults.length) words.push(make("span", { class: "quiet" }, shown ? "Nothing wrong here" : "No text of its own"));
      const all = counts.error + counts.warning;
      const tools = make("span", { class: "tools" }, make("a", { href: "/__desk/" }, all ? `All ${all}` : "All drafts"));
      if (shown) tools.prepend(make("a", { href: shown.editor }, "Edit"), " · ");
      const list = make("ul", { class: "problems" }, ...problems.map(listed),
        ...faults.map((each) => make("li", {}, each)));
      const details = make("details", {}, make("summary", {}, ...words, tools), make("div", { class: "list" },
        ...(shown ? [make("p", { class: "quiet" }, make("code", {}, shown.path))] : []), list));
      details.open = (problems.length > 0 || faults.length > 0) && (localStorage.getItem(FOLDED) ?? (innerWidth < 700 && top === window ? "yes" : "no")) !== "yes";
      details.ontoggle = () => localStorage.setItem(FOLDED, details.open ? "no" : "yes");
      const tone = errors || faults.length ? "error" : warnings ? "warning" : "good";
      const panel = make("section", { class: "desk panel", "data-tone": tone, "aria-label": "What the desk says" }, details);
      parts.push(panel);
    }
    shadow.replaceChildren(...parts);
    if (!host.isConnected) document.body.append(host);
  };

  // The new style sheet stands in for the one in the page, whose hash is in the page's policy.
  let current = document.querySelector("style")?.textContent;
  const restyle = (sheets) => {
    const fitting = sheets.find(({ was }) => was === current);
    if (!fitting) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(fitting.is);
    document.querySelector("style").sheet.disabled = true;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((each) => each !== styled), sheet];
    styled = sheet;
    current = fitting.is;
  };

  const listen = (again) => {
    const query = new URLSearchParams({ address: decodeURI(location.pathname), ...(instead && !overview ? { instead: "yes" } : {}) });
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/__desk/looking?${query}`);
    socket.onopen = () => { if (again) reload(); waiting = 500; };
    socket.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      if (told.reload) overview ? reload() : renew();
      if (told.style && !overview) restyle(told.style);
      if (told.standing && overview && host.dataset.told) reload();
      else if (told.standing) { host.dataset.told = String(Number(host.dataset.told ?? 0) + 1); show(told.standing); }
    };
    socket.onclose = () => {
      show({ error: [["The preview has ended. Start it again: ./site serve", ""]], document: null, problems: [], faults: [], counts: { error: 0, warning: 0 } });
      setTimeout(() => listen(true), waiting);
      waiting = Math.min(waiting * 2, 8000);
    };
    addEventListener("pagehide", () => { socket.onclose = null; socket.close(); });
  };
  if (own) own.remove();
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", () => listen(false)) : listen(false);
})();
