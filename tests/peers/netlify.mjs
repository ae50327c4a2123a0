// What Netlify itself reads out of a built site's _headers and _redirects: node netlify.mjs FOLDER.
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "netlify-redirect-parser";

const folder = process.argv[2];
const { headers, errors: slips } = await parseAllHeaders({ headersFiles: [`${folder}/_headers`], minimal: true });
const { redirects, errors } = await parseAllRedirects({ redirectsFiles: [`${folder}/_redirects`], minimal: true });
console.log(JSON.stringify({ headers, redirects, errors: [...slips, ...errors].map(String) }));
