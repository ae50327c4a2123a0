// A number or a word opens its note as a card beside the line, instead of leading to the list at the end of the page.
// Where this does not run, or cards are unknown, it stays the link that it is.
((page, card, text, close, link) => {
  if (!card.showPopover) return;
  // How a card looks comes with this file (desk/site/head_assets.py).
  const look = new CSSStyleSheet();
  look.replaceSync(CARD);
  page.adoptedStyleSheets.push(look);
  card.className = "card";
  card.popover = "auto";
  card.role = "dialog";
  card.append(text, close);
  // The focus goes to the button at its end: what stands before that is said as the card opens.
  card.ariaDescribedByElements = [text];
  close.append("Close");
  close.onclick = () => card.hidePopover();
  const closed = () => {
    link?.classList.remove("opened");
    link?.removeAttribute("aria-expanded");
    card.remove();
  };
  card.ontoggle = (event) => {
    if (event.newState == "closed") closed();
  };
  page.addEventListener("click", (event) => {
    const pressed = event.target.closest(".term, .cite > a");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // To press what opened the card is to close it. The browser may have done so by now, as for any press beside it.
    const again = link == pressed && card.isConnected;
    closed();
    if (again) return;
    link = pressed;
    link.classList.add("opened");
    link.ariaExpanded = true;
    // A source's number, kind of study and people are the card's name: said once, and first.
    const entry = page.getElementById(link.hash.slice(1)).cloneNode(true);
    const kind = entry.querySelector(":scope > b");
    kind?.remove();
    card.ariaLabel = [link.ariaLabel || "Meaning", kind?.textContent].filter(Boolean).join(". ");
    text.replaceChildren(...entry.childNodes);
    link.after(card);
    card.showPopover();
    close.focus({ focusVisible: !event.detail });
  });
})(document, document.createElement("div"), document.createElement("div"), document.createElement("button"));
