// A number or a word opens its note as a card beside the line, instead of leading to the list at the end of the page.
// Where this does not run, or cards are unknown, it stays the link that it is. The style of cards comes with what only
// some ask for (desk/head_assets.py), after the page.
((page, card, close, link) => {
  if (!card.showPopover) return;
  addEventListener("load", () => (page.querySelector("link[media]").media = "all"));
  card.className = "card";
  card.popover = "auto";
  card.role = "dialog";
  close.append("Close");
  close.onclick = () => card.hidePopover();
  card.ontoggle = (event) => {
    if (event.newState == "closed") card.remove();
  };
  page.addEventListener("click", (event) => {
    const pressed = event.target.closest(".term, .cite > a");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // To press what opened the card is to close it. The browser may have done so by now, as for any press beside it.
    const again = link == pressed && card.isConnected;
    link?.classList.remove("opened");
    card.remove();
    if (again) return;
    link = pressed;
    link.classList.add("opened");
    card.ariaLabel = link.ariaLabel || "Meaning";
    card.replaceChildren(...page.getElementById(link.hash.slice(1)).cloneNode(true).childNodes, close);
    link.after(card);
    card.showPopover();
    close.focus({ focusVisible: !event.detail });
  });
})(document, document.createElement("div"), document.createElement("button"));
