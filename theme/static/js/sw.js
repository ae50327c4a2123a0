// The service worker: what a reader has read can be read again without a network (desk/finish/offline.py).
// The network is always asked first, so nobody reads an old page who could have a new one. What holds a question is
// never kept. Each page holds its own style, and the parts of a page are named by their content: none can be mixed.
const MADE = {};
const scope = registration.scope;
const [always, pages, parts] = [`always ${MADE.version}`, "pages", "parts"].map((name) => scope + name);
const most = { [pages]: 50, [parts]: 100 };
const loosely = { ignoreVary: true };
const ours = MADE.always.map((name) => scope + name);

const mayKeep = (url) => url.href.startsWith(scope) && !url.search && !url.href.startsWith(scope + "search/");
const isPart = (url) => /\/(fonts|images)\/|\/(asked|later)\./.test(url.pathname);

// The oldest go first. What is read again becomes the newest.
const keep = async (name, request, answer) => {
  const cache = await caches.open(name);
  await cache.delete(request, loosely);
  await cache.put(request, answer);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - most[name]) || 0)) await cache.delete(old, loosely);
};

const forget = async (wanted) => {
  for (const name of await caches.keys()) if (name.startsWith(scope) && !wanted.includes(name)) await caches.delete(name);
};

const keepPage = async (request, answer) => {
  const address = request.url.split("#")[0];
  if ([404, 410].includes(answer.status)) await (await caches.open(pages)).delete(request, loosely);
  else if (answer.ok && /^text\/html/.test(answer.headers.get("Content-Type")))
    await keep(ours.includes(address) ? always : pages, address, answer);
};

const withWords = async (answer, place, words, status) =>
  new Response((await answer.text()).replace(place, (found) => (place == "</main>" ? words + found : found + words)), {
    status,
    headers: answer.headers,
  });

const offline = async () => {
  const cache = await caches.open(pages);
  const kept = (await cache.keys()).reverse().map(async (request) => {
    const [, title] = /<title>(.*?)( – [^–]*)?<\/title>/.exec(await (await cache.match(request, loosely)).text()) || [];
    return `<li><a href="${new URL(request.url).pathname}">${title}</a></li>`;
  });
  const list = (await Promise.all(kept)).join("");
  const section = list && `<section class="spread"><h2>Kept on this device</h2><ul class="titles unlisted">${list}</ul></section>`;
  return withWords(await caches.match(scope + "offline.html", loosely), "</main>", section, 503);
};

const page = async (event, url) => {
  let answer;
  try {
    answer = (await event.preloadResponse) || (await fetch(event.request));
    if (answer.status < 500) {
      if (mayKeep(url)) event.waitUntil(keepPage(event.request, answer.clone()));
      return answer;
    }
  } catch {}
  const kept = mayKeep(url) && (await caches.match(event.request, loosely));
  if (!kept) return answer || offline();
  const day = new Date(kept.headers.get("Date") || NaN);
  const since = isNaN(day) ? "" : ` on ${day.toLocaleDateString(MADE.language, { dateStyle: "long" })}`;
  const note = `<p class="quiet">There is no connection. This page was kept on your device${since}.</p>`;
  return withWords(kept, '<main id="main">', note, 200);
};

const part = async (event) => {
  const kept = await caches.match(event.request, loosely);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keep(parts, event.request, answer.clone()));
  return answer;
};

// The page that brought the worker was read before there was one. Of its parts only those are kept that it has fetched
// itself: nothing is brought over a poor line that nobody looked at.
const fetched = { cache: "only-if-cached", mode: "same-origin" };
const keepFirst = async ({ url }) => {
  if (!mayKeep(new URL(url))) return;
  const answer = await fetch(url);
  const text = await answer.clone().text();
  await keepPage(new Request(url), answer);
  for (const [, name] of text.matchAll(/["(](\/[^"() ]+)[")]/g)) {
    const address = new URL(name, url);
    const had = isPart(address) && (await fetch(address, fetched).catch(() => {}));
    if (had?.ok) await keep(parts, address.href, had);
  }
};

addEventListener("install", (event) => {
  skipWaiting();
  const fresh = ours.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(always).then((cache) => cache.addAll(fresh)));
});

addEventListener("activate", (event) => {
  const work = async () => {
    await forget([always, pages, parts]);
    await registration.navigationPreload?.enable();
    const readers = await clients.matchAll({ includeUncontrolled: true, type: "window" });
    await Promise.allSettled(readers.map(keepFirst));
    await clients.claim();
  };
  event.waitUntil(work());
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method != "GET" || url.origin != location.origin) return;
  if (event.request.mode == "navigate") event.respondWith(page(event, url));
  else if (isPart(url)) event.respondWith(part(event));
});
