// Brings the fonts for the pages after this one, when this one has come and the browser has nothing else to do. A first
// page has the device's own letters: fonts that came after its first paint would not be shown (font-display: optional),
// and yet the whole page would be laid out again for them, a quarter of a second on a slow phone. So they are brought as
// mere files, with nothing said to the page. Where data is to be saved, no page has them.
((page) => {
  if ("fonts" in page.documentElement.dataset || navigator.connection?.saveData) return;
  const bring = async () => {
    try {
      for (const { cssText } of page.styleSheets[0].cssRules)
        if (/^@font-face/.test(cssText) && !/unicode-range/.test(cssText))
          await (await fetch(/url\("(.+?)"/.exec(cssText)[1], { priority: "low" })).blob();
      localStorage.setItem("fonts", "here");
    } catch {}
  };
  const idle = () => (window.requestIdleCallback || setTimeout)(bring);
  page.readyState == "complete" ? idle() : addEventListener("load", idle);
})(document);
