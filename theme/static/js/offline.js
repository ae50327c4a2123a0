// Asks for the service worker, which keeps what is read (theme/static/js/sw.js), when the page has come. The manifest
// stands where the site does.
addEventListener("load", async () => {
  try {
    await navigator.serviceWorker.register(new URL("sw.js", document.querySelector("[rel=manifest]").href));
  } catch {}
});
