// The light switch: puts the reader's choice on <html data-light> before anything is painted, and keeps it.
// Runs in the head, so the page never flashes. Where storage is refused, the choice lasts as long as the page.
((page, root, chosen) => {
  const read = () => {
    try {
      chosen = localStorage.getItem("light");
    } catch {}
  };
  const show = () => {
    const level = ["day", "dim", "night"].includes(chosen) ? chosen : "auto";
    root.dataset.light = level;
    for (const input of page.getElementsByName("light")) input.checked = input.value == level;
    if (page.body)
      for (const bar of page.getElementsByName("theme-color"))
        bar.content = getComputedStyle(root).backgroundColor;
  };
  const again = () => {
    read();
    show();
  };
  page.addEventListener("change", (event) => {
    if (event.target.name != "light") return;
    chosen = event.target.value;
    try {
      if (chosen == "auto") localStorage.removeItem("light");
      else localStorage.setItem("light", chosen);
    } catch {}
    show();
  });
  page.addEventListener("DOMContentLoaded", show);
  // Another tab changed it, or the page comes back out of the browser's memory.
  addEventListener("storage", again);
  addEventListener("pageshow", (event) => event.persisted && again());
  again();
})(document, document.documentElement);
