// Light, size of text and space between lines: puts the reader's choice on <html data-light data-size data-lines>
// before anything is painted, and keeps it. Runs in the head, so the page never flashes or moves. Where storage is
// refused, a choice lasts as long as the page. The first of each list is what is there without a choice.
// A page entered at a source or a word folds no list, or it would grow under the eye when that is reached; one entered
// with a question waits for its answer before it shows what stands below that (search-page.css).
((page, root, levels, chosen, bars) => {
  const show = () => {
    for (const name in levels) {
      const level = levels[name].includes(chosen[name]) ? chosen[name] : levels[name][0];
      root.dataset[name] = level;
      for (const input of page.getElementsByName(name)) input.checked = input.value == level;
    }
    // Asked once, in the head: later it would have the whole page styled at once.
    if (bars != (bars = chosen.light))
      for (const bar of page.getElementsByName("theme-color"))
        bar.content = getComputedStyle(root).backgroundColor;
  };
  const again = () => {
    try {
      for (const name in levels) chosen[name] = localStorage[name];
      // An earlier page has fetched the fonts (fonts.js): they are asked for before anything is laid out.
      if (localStorage.fonts && !page.body) {
        root.dataset.fonts = "";
        for (const face of page.fonts) face.unicodeRange[12] || face.load().catch(show);
      }
    } catch {}
    show();
  };
  page.addEventListener("change", ({ target: { name, value } }) => {
    if (!levels[name]) return;
    chosen[name] = value;
    try {
      if (value == levels[name][0]) delete localStorage[name];
      else localStorage[name] = value;
    } catch {}
    show();
  });
  page.addEventListener("DOMContentLoaded", show);
  // Another tab changed it, or the page comes back with its form as it was left.
  addEventListener("storage", again);
  addEventListener("pageshow", again);
  if (/#(source|term|word)|[?&]q=[^&]/.test(location)) root.dataset.unfold = "";
  // Where the script that answers does not come, nothing waits for it.
  addEventListener("error", ({ target }) => target.type == "module" && delete root.dataset.unfold, true);
  again();
})(
  document,
  document.documentElement,
  { light: ["auto", "day", "dim", "night"], size: ["usual", "large", "larger"], lines: ["usual", "wide"] },
  {},
);
