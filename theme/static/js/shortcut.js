// The key "/" leads to the search, unless a reader is typing or has turned it off (theme/static/js/search.js).
((page) => {
  page.addEventListener("keydown", (event) => {
    if (event.key != "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=radio]), select, textarea")) return;
    try {
      if (localStorage.getItem("slash")) return;
    } catch {}
    event.preventDefault();
    const field = page.getElementById("q");
    field ? field.focus() : page.querySelector("[href$='#q']").click();
  });
})(document);
