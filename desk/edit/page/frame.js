// Decap in its frame: how it begins, what it shows beside the text, and that whatever is typed is kept in the file.
(() => {
  const ASK = "/__desk/edit/ask", TAB = parent.deskTab;
  const BACKUP = "desk: backup", LEAVE = "desk: leave";
  const MOMENT = 300;  // milliseconds without a key, after which what was typed is kept
  window.CMS_MANUAL_INIT = true;
  localStorage.setItem("decap-cms-user", '{"backendName":"proxy"}');  // nobody logs in to their own computer
  if (!localStorage.getItem("cms.codemirror.theme")) localStorage.setItem("cms.codemirror.theme", "default");

  const fetched = window.fetch.bind(window);
  window.fetch = (where, how = {}) => {
    const own = String(where.url ?? where).startsWith("/__desk/") || String(where.url ?? where).startsWith(location.origin + "/__desk/");
    return fetched(where, own ? { ...how, headers: { ...how.headers, "X-Desk-Tab": TAB } } : how);
  };
  const ask = async (action, params, more = {}) => {
    const answer = await fetch(ASK, { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ action, params }), ...more }).catch(() => null);
    if (!answer) throw new Error("The desk does not answer, so nothing more is kept. Fix: start it again in your terminal: ./site edit");
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.error), { unknown: told.unknown });
    return told;
  };

  // The file has all that was typed, so Decap's own copy of it is not asked for, and leaving a post loses nothing.
  let leaving = false, waiting = null, timer = 0, keeping = Promise.resolve(), refused = "", kept = {};
  const confirmed = window.confirm.bind(window);
  window.confirm = (text) => (text === BACKUP ? false : text === LEAVE ? true : confirmed(text));
  addEventListener("beforeunload", (event) => { if (!refused) event.stopImmediatePropagation(); }, true);
  const keep = (more) => {
    clearTimeout(timer);
    if (waiting) {
      const typed = waiting;
      waiting = null;
      keeping = keeping.then(() => ask("typed", typed, more)).then(
        (state) => { refused = ""; parent.deskState(state); },
        (error) => {
          if (leaving) return;  // what a page asks for last may be cut off before it is answered
          waiting ??= typed;
          refused = error.message;
          parent.deskNotKept(error.message);
        });
    }
    return keeping.then(() => { if (refused) throw new Error(refused); });
  };
  addEventListener("keydown", parent.deskKey, true);
  addEventListener("pagehide", () => {
    leaving = true;
    if (!refused) keep({ keepalive: true }).catch(() => {});
  });
  const typed = (path, data) => {
    const now = JSON.stringify(data);
    if (kept[path] === undefined) kept[path] = now;
    if (kept[path] === now) return;
    kept[path] = now;
    waiting = { path, data };
    clearTimeout(timer);
    timer = setTimeout(() => keep().catch(() => {}), MOMENT);
    parent.deskTyping();
  };

  const open = () => {
    const found = /^#\/collections\/(posts|pages)\/entries\/([^/?]+)/.exec(location.hash);
    return found ? { kind: found[1], slug: decodeURIComponent(found[2]), path: `content/${found[1]}/${decodeURIComponent(found[2])}.md` } : null;
  };
  const editor = () => document.querySelector(".CodeMirror")?.CodeMirror;

  // What the desk says on the page beside it leads to the line in the text, or to the field.
  const goTo = async (path, line) => {
    const { row, field } = await ask("place", { path, line });
    if (field) {
      const control = document.querySelector(`[id^="${field}-field"]`);
      control?.scrollIntoView({ block: "center" });
      control?.focus();
    } else {
      const text = editor();
      if (!text) return;
      text.focus();
      text.setCursor({ line: row, ch: 0 });
      text.scrollIntoView(null, 120);
      text.getWrapperElement().scrollIntoView({ block: "nearest" });
    }
  };
  const listenTo = (frame) => {
    frame.contentDocument.addEventListener("click", (event) => {
      const link = event.composedPath().find((each) => each.href?.startsWith?.("vscode:"));
      const place = link && /\/(content\/(?:posts|pages)\/[^:]+):(\d+):\d+$/.exec(decodeURIComponent(link.href));
      if (!place) return;
      event.preventDefault();
      goTo(place[1], Number(place[2])).catch((error) => parent.deskTold(error.message, "error"));
    });
  };

  // Decap leaves a text that was just opened at its end; it is read from its beginning.
  const begun = new WeakSet();
  new MutationObserver(() => {
    const text = editor(), now = open();
    if (!text || begun.has(text) || !now || waiting) return;
    begun.add(text);
    if (text.hasFocus()) return;
    text.setCursor({ line: 0, ch: 0 }, null, { scroll: false });
    text.scrollTo(0, 0);
    document.querySelector('[class*="-PreviewPaneContainer-ControlPaneContainer"]')?.scrollTo(0, 0);
  }).observe(document, { childList: true, subtree: true });

  window.desk = { ask, keep, open, editor, goTo };
  addEventListener("hashchange", () => { keep().catch(() => {}); kept = {}; parent.deskOpened(open()); });

  addEventListener("DOMContentLoaded", async () => {
    const CMS = window.CMS, words = structuredClone(CMS.getLocale("en"));
    const say = (place, text) => {
      const way = place.split("."), last = way.pop();
      let at = words;
      for (const each of way) at = at[each] ??= {};
      at[last] = text;
    };
    say("editor.editor.confirmLoadBackup", BACKUP);
    say("editor.editor.onLeavePage", LEAVE);
    say("editor.editorWidgets.datetime.now", "Today");
    say("collection.sidebar.collections", "What is here");
    CMS.registerLocale("en", words);
    const code = CMS.getWidget("code");
    CMS.registerWidget({ name: "code", controlComponent: code.control, previewComponent: code.preview, schema: code.schema,
      allowMapValue: code.allowMapValue,
      codeMirrorConfig: { lineWrapping: true, lineNumbers: false, extraKeys: { Tab: false, "Shift-Tab": false }, spellcheck: true, inputStyle: "contenteditable" } });
    const Beside = window.createClass({
      componentDidMount() { this.tell(); },
      componentDidUpdate() { this.tell(); },
      tell() {
        const { entry } = this.props;
        if (entry.get("path") && typeof entry.getIn(["data", "body"]) === "string") typed(entry.get("path"), entry.get("data").toJS());
      },
      render() {
        return window.h("iframe", { title: "The page as it will be", src: `/${this.props.entry.get("slug")}/`,
          onLoad: (event) => listenTo(event.target),
          style: { position: "fixed", inset: 0, border: 0, width: "100%", height: "100%" } });
      },
    });
    for (const kind of ["posts", "pages"]) CMS.registerPreviewTemplate(kind, Beside);
    const style = document.createElement("style");
    style.textContent = `
      /* The bar has all that Decap's own does; its gear offers keys of other editors. */
      #nc-root header, [class*="-ToolbarContainer"], [class*="-StyledSettingsButton"], [class*="-ViewControls"] { display: none !important; }
      [class*="-EditorContainer"] { padding-block-start: 0 !important; min-width: 0 !important; }
      #nc-root .CodeMirror { height: 62vh !important; font: 15px/1.55 ui-monospace, monospace; }
      #nc-root .CodeMirror-scroll { min-height: 0; }
      #nc-root [class*="-ControlHint"], #nc-root label { color: #45474b; }`;
    document.head.append(style);
    try {
      const answer = await fetch("/__desk/edit/config", { method: "POST", body: "{}" }), config = await answer.json();
      if (!answer.ok) throw new Error(config.error);
      CMS.init({ config });
      parent.deskOpened(open());
    } catch (error) {
      parent.deskTold(error.message, "error");
    }
  });
})();
