// What MDN's HTTP Observatory gives each page of a site on this machine: node observatory.mjs '{"http": 1, "https": 2, "pages": ["/"]}'.
// Its own scan() asks only the usual ports, so its parts are put together here as it does itself. Its list of names that
// browsers know for HSTS is fetched when it is installed, which the lock's install leaves out: this machine is in none.
import { existsSync, writeFileSync } from "node:fs";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const known = new URL("../node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
if (!existsSync(known)) writeFileSync(known, "{}");

const { http, https, pages } = JSON.parse(process.argv[2]);
const found = {};
for (const path of pages) {
  const answers = await retrieve("localhost", { httpPort: http, httpsPort: https, path });
  const results = ALL_TESTS.map((test) => test(answers));
  const points = results.map(({ result }) => getScoreModifier(result));
  const lost = points.filter((each) => each < 0).reduce((sum, each) => sum + each, 0);
  const all = points.reduce((sum, each) => sum + each, 0);
  const { score, grade } = getGradeForScore(100 + (100 + lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost));
  found[path] = { score, grade, status: answers.responses.auto?.status, points: Object.fromEntries(results.map(({ result }, i) => [result, points[i]])) };
}
console.log(JSON.stringify(found));
