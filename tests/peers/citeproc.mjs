// Formats references with citeproc-js. In, on stdin: {"style": CSL, "locale": XML, "items": [CSL-JSON]}.
// Out, on stdout: {id: the reference as HTML}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const CSL = createRequire(new URL("../package.json", import.meta.url))("citeproc");
const { style, locale, items } = JSON.parse(readFileSync(0, "utf8"));
const byId = new Map(items.map((item) => [item.id, item]));
const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: (id) => byId.get(id) }, style, "en-US");
engine.updateItems([...byId.keys()]);
const [parameters, entries] = engine.makeBibliography();
const ids = parameters.entry_ids.map(([id]) => id);
process.stdout.write(JSON.stringify(Object.fromEntries(ids.map((id, i) => [id, entries[i]]))));
