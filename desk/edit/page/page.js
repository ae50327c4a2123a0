// The desk's bar: begin, save, picture, cite and publish, each done by the command of that name on this computer.
(() => {
  const get = (id) => document.getElementById(id);
  const frame = get("decap"), dialog = get("asking"), form = dialog.querySelector("form");
  window.deskTab = crypto.randomUUID();
  frame.src = `/__desk/edit/frame.html${location.hash}`;  // the page loaded again is the post that was open
  let opened = null, words = null, turning = false;

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const desk = () => frame.contentWindow.desk;
  const many = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

  window.deskTold = (text, tone = "good") => {
    get("told").hidden = !text;
    get("told").dataset.tone = tone;
    get("words").textContent = text;
  };
  get("hear").onclick = () => window.deskTold("");
  window.deskTyping = () => { get("state").textContent = "Typing…"; };
  window.deskNotKept = (why) => { get("state").textContent = "Not kept."; window.deskTold(why, "error"); };
  window.deskState = ({ branch, unsaved, unsent }) => {
    const own = opened && unsaved.includes(opened.path);
    const parts = [];
    if (own) parts.push("Kept, not saved yet.");
    else if (opened) parts.push("Saved.");
    else if (unsaved.length) parts.push(`${many(unsaved.length, "file")} not saved yet.`);
    if (branch) parts.push(`Your branch: ${branch}.`);
    if (unsent) parts.push(`${many(unsent, "save")} not sent for review: type ./site send in a second terminal.`);
    get("state").textContent = parts.join(" ");
  };
  window.deskOpened = async (now) => {
    opened = now;
    document.querySelector(".of-post").hidden = !now;
    get("publish").hidden = now?.kind !== "posts";
    document.title = now ? `${now.slug}, write` : "Write";
    history.replaceState(null, "", now ? `#/collections/${now.kind}/entries/${now.slug}` : "#");
    try { window.deskState(await desk().ask("state", { path: now?.path ?? "" })); }
    catch (error) { if (!turning) window.deskTold(error.message, "error"); }
  };
  // Decap reads everything anew. What it had just asked for is cut off by that, and no fault.
  frame.addEventListener("load", () => { turning = false; });
  const again = () => { turning = true; frame.contentWindow.location.reload(); };

  // A question in a dialog. `send` may refuse, and then what was answered stays for another try. It may return what is
  // to be done once the dialog is closed and no longer has the keys.
  const question = (title, parts, does, send) => {
    const refused = make("p", { class: "refused", role: "alert" });
    const go = make("button", { class: "first", value: "go" }, does), stop = make("button", { type: "button" }, "Cancel");
    stop.onclick = () => dialog.close();
    form.replaceChildren(make("h1", {}, title), ...parts, refused, make("div", { class: "ways" }, stop, ...(does ? [go] : [])));
    form.onsubmit = async (event) => {
      event.preventDefault();
      go.disabled = true;
      refused.textContent = "";
      try {
        const then = await send(Object.fromEntries(new FormData(form)));
        dialog.close();
        then?.();
      }
      catch (error) { refused.textContent = error.message; }
      go.disabled = false;
    };
    dialog.showModal();
  };
  const field = (label, input, hint = "") => make("label", {}, make("span", {}, label), input, ...(hint ? [make("small", { class: "quiet" }, hint)] : []));
  const choice = (name, options, first) => make("select", { name }, ...(first ? [make("option", { value: "" }, first)] : []),
    ...options.map((each) => make("option", { value: each }, each)));
  const known = async () => (words ??= await desk().ask("words", {}));

  // Where git does not know who writes, ask, and do the same again.
  const signed = async (todo) => {
    try { return await todo({}); }
    catch (error) {
      if (!error.unknown) throw error;
      return new Promise((done) => question("Who is writing?", [make("p", {}, error.message),
        field("Your name", make("input", { name: "name", required: "", autocomplete: "name" })),
        field("Your e-mail", make("input", { name: "email", type: "email", required: "", autocomplete: "email" }))],
        "Go on", async (who) => { done(await todo(who)); }));
    }
  };
  const insert = (text, alone) => {
    const editor = desk().editor();
    if (!editor) throw new Error("There is no text open.");
    const at = editor.getCursor("to"), line = editor.getLine(at.line);
    editor.setCursor(at);
    if (alone) {
      const end = { line: at.line, ch: line.length };
      editor.replaceRange(`${line.trim() ? "\n\n" : ""}${text}\n`, end);
    } else {
      editor.replaceRange(`${at.ch && !/\s/.test(line[at.ch - 1]) ? " " : ""}${text}`, at);
    }
    editor.focus();
  };
  const doing = (todo) => async () => { try { await todo(); } catch (error) { window.deskTold(error.message, "error"); } };

  get("all").onclick = doing(async () => {
    await desk().keep().catch(() => {});
    frame.contentWindow.location.hash = `#/collections/${opened?.kind ?? "posts"}`;
    again();
    window.deskTold("");
  });
  get("begin").onclick = doing(async () => {
    const { topics } = await known();
    question("Begin a post", [field("Title", make("input", { name: "title", required: "" }), "The reader's question, or a plain statement."),
      field("Topic", choice("topic", topics))], "Begin", async (given) => {
      await desk().keep();
      const { path } = await desk().ask("begin", given);
      frame.contentWindow.location.hash = `#/collections/posts/entries/${path.replace(/^.*\/|\.md$/g, "")}`;
      again();
      window.deskTold(`Your draft is ${path}. It stays a draft until you publish it.`);
    });
  });
  get("save").onclick = doing(async () => {
    await desk().keep();
    const state = await signed((who) => desk().ask("save", { path: opened.path, ...who }));
    window.deskState(state);
    window.deskTold(state.said);
  });
  // The keys that save everywhere else save here, and not the page of the editor as a file.
  window.deskKey = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (opened && !dialog.open) get("save").click();
  };
  addEventListener("keydown", window.deskKey);
  get("picture").onclick = () => question("Add a picture", [
    field("The picture, as it came from your phone", make("input", { name: "file", type: "file", required: "", accept: "image/*,.heic,.svg" }), "Where it was taken, and all else that a camera notes, is left out."),
    field("What does it show?", make("input", { name: "alt", required: "" }), "Say it to someone who cannot see it.")],
    "Add it", async ({ file, alt }) => {
      const { largest } = await known();
      if (file.size > largest) throw new Error(`${file.name} is larger than ${largest / 1e6} MB. Fix: save it smaller first.`);
      const content = await new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.replace(/^.*,/, ""));
        reader.onerror = () => failed(new Error(`${file.name} cannot be read. Fix: choose it again.`));
        reader.readAsDataURL(file);
      });
      const { line, said } = await desk().ask("picture", { path: opened.path, name: file.name, alt, content });
      window.deskTold(said);
      return () => insert(line, true);
    });
  get("cite").onclick = doing(async () => {
    words = null;
    const { sources, designs } = await known();
    const search = make("input", { type: "search", placeholder: "Words of its title, or a name" });
    const list = make("ul", { class: "sources" });
    const show = () => {
      const wanted = search.value.toLowerCase().split(/\s+/);
      const fitting = sources.filter(({ key, said, more }) => wanted.every((each) => `${key} ${said} ${more}`.toLowerCase().includes(each)));
      list.replaceChildren(...fitting.slice(0, 30).map(({ key, said }) => {
        const one = make("button", { type: "button" }, make("strong", {}, `[@${key}]`), said);
        one.onclick = () => { dialog.close(); insert(`[@${key}]`); };
        return make("li", {}, one);
      }));
    };
    search.oninput = show;
    show();
    question("Cite a source", [make("h2", {}, "One that is here"), field("Search", search), list,
      make("h2", {}, "One that is new"),
      field("Its DOI, its PMID, or a BibTeX, RIS or PubMed export", make("textarea", { name: "text", required: "" })),
      field("Kind of study", choice("design", designs, "Choose")),
      field("People who took part", make("input", { name: "n", inputmode: "numeric" }), "May be left out.")],
      "Add and cite it", async (given) => {
        await desk().keep();
        const { keys, said, written } = await desk().ask("cite", given);
        window.deskTold(said);
        return () => (written.includes(opened.path) ? again() : insert(`[${keys.map((key) => `@${key}`).join("; ")}]`));
      });
  });
  get("publish").onclick = doing(async () => {
    await desk().keep();
    question("Publish", [make("p", {}, "The desk looks whether all is there, and names what is not. Nothing is live until you have sent it (./site send) and a reviewer has merged it."),
      field("On a later day", make("input", { name: "day", type: "date" }), "Leave it empty for today.")],
      "Publish", async ({ day }) => {
        const told = await signed(async (who) => {
          const answer = await frame.contentWindow.fetch("/__desk/edit/publish", { method: "POST", body: JSON.stringify({ action: "publish", params: { path: opened.path, day, ...who } }) });
          const said = await answer.json();
          if (!answer.ok) throw Object.assign(new Error(said.error), { unknown: said.unknown });
          return said;
        });
        again();
        window.deskTold(told.said);
      });
  });
})();
