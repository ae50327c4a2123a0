// Offline reading is turned off (content/site.toml): this worker takes the place of an earlier one, throws away what
// that one kept, and then itself. Pages no longer ask for it.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const work = async () => {
    for (const name of await caches.keys()) if (name.startsWith(registration.scope)) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(work());
});
