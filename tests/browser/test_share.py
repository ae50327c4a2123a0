"""A link to a sentence: what is copied leads there, by pointer and by keyboard, and what was done is said."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

POST = "/ketamine-for-cluster-headache/"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
ADDED = """document.querySelector(".body").insertAdjacentHTML("beforeend", `<p id="added">Some first words stand here.
  <b>Half</b> of 20&nbsp;well-known people, <i>as told</i>, slept.<sup class="cite"><a href="#x">1</a></sup> The
  third<sup class="cite"><a href="#x">2</a></sup> is cited inside, and it is longer.</p>`)"""
SELECT = """([from, to]) => {
  const find = (words) => {
    const walker = document.createTreeWalker(document.querySelector("#added"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0) return [walker.currentNode, at];
    }
  };
  getSelection().setBaseAndExtent(...find(from), find(to)[0], find(to)[1] + to.length);
}"""


def copied(page: Page, start: str = "", end: str = "") -> str:
    """What the button copies where a reader has selected from `start` to `end`; pressed by keyboard."""
    if start:
        page.evaluate(SELECT, [start, end])
    page.locator(".share output").evaluate("(said) => (said.textContent = '')")
    page.get_by_role("button", name="Copy a link").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".share output")).to_contain_text("Copied: a link to")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_what_is_selected_gives_its_whole_sentences_without_the_numbers_of_sources(
    open_page: Open, served: str
) -> None:
    page = open_page(POST, **CLIPBOARD)
    assert copied(page) == served + POST
    expect(page.locator(".share output")).to_contain_text("For a link to a sentence, select a word of it first.")
    page.evaluate(ADDED)
    here = f"{served}{POST}#:~:text="
    assert copied(page, "alf", "alf") == f"{here}Half%20of%2020%20well%2Dknown%20people%2C%20as%20told%2C%20slept."
    expect(page.locator(".share output")).to_have_text("Copied: a link to “Half of 20 well-known people, as told, s…”")
    assert copied(page, "longer", "longer").startswith(f"{here}The%20third%20is%20cited,and%20it%20is%20longer.")
    assert copied(page, "first", "told").startswith(f"{here}Some%20first%20words%20stand,people%2C%20as%20told")
    assert page.locator(".share output").evaluate("(said) => said.role || said.tagName") == "OUTPUT"


def test_the_link_leads_to_the_sentence_over_spaces_that_do_not_break(open_page: Open, served: str) -> None:
    page = open_page(POST, **CLIPBOARD)
    held = page.evaluate("""() => {
      const held = [...document.querySelectorAll(".body p")].filter((each) => /^[^.]*\\d\u00a0/.test(each.textContent));
      getSelection().selectAllChildren(held[held.length - 1]);
      return getSelection().toString();
    }""")
    assert "\u00a0" in held
    link = copied(page)
    assert "#:~:text=" in link
    assert "%C2%A0" not in link
    other = open_page(link.removeprefix(served))
    other.wait_for_function("() => scrollY > 500")


def test_where_the_clipboard_is_refused_the_link_itself_is_said(open_page: Open, served: str) -> None:
    page = open_page(POST, begin="Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy a link").click()
    expect(page.locator(".share output")).to_contain_text(f"Here it is: {served}{POST}")
