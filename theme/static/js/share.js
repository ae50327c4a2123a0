// "Copy a link": to the page, or to the sentences where the reader has selected something, by a text fragment
// (https://wicg.github.io/scroll-to-text-fragment/). To select offers nothing by itself. The numbers of sources are left
// out: where one stands inside a sentence, its first and its last words name it.
((page) => {
  const blocks = "main :is(p, li, dt, dd, th, td, h1, h2, h3, figcaption)";
  const plain = (part) => {
    for (const cite of part.querySelectorAll(".cite")) cite.remove();
    // The end of a line of source is no end of a sentence; a space that does not break is a space.
    return part.textContent.replace(/\s/g, " ");
  };
  const sentence = (node, offset) => {
    const block = (node.closest ? node : node.parentElement).closest(blocks);
    if (!block) return "";
    const before = new Range();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    const at = plain(before.cloneContents()).length;
    const cut = new Intl.Segmenter(page.documentElement.lang, { granularity: "sentence" });
    for (const { segment, index } of cut.segment(plain(block.cloneNode(true))))
      if (index + segment.length > at) return segment.replace(/ +/g, " ").trim();
    return "";
  };
  const encoded = (words) => encodeURIComponent(words).replace(/-/g, "%2D");
  const named = (first, last) => {
    const whole = first == last && page.querySelector("main").textContent.replace(/\s+/g, " ").includes(first);
    if (whole) return encoded(first);
    return encoded(first.split(" ").slice(0, 4).join(" ")) + "," + encoded(last.split(" ").slice(-4).join(" "));
  };
  page.addEventListener("click", async ({ target: button }) => {
    if (button.id != "share") return;
    const chosen = getSelection();
    const range = !chosen.isCollapsed && chosen.getRangeAt(0);
    const first = range && sentence(range.startContainer, range.startOffset);
    const last = first && (sentence(range.endContainer, range.endOffset - 1 || 0) || first);
    const link = location.href.split(/[?#]/)[0] + (first ? "#:~:text=" + named(first, last) : "");
    const said = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = first
        ? `Copied: a link to “${first.slice(0, 40)}${first.length > 40 ? "…" : ""}”`
        : "Copied: a link to this page. For a link to a sentence, select a word of it first.";
    } catch {
      said.textContent = `Your browser did not let us copy it. Here it is: ${link}`;
    }
  });
})(document);
