/** Knows the page that explains: one time for every stage, another dose when the server has worked it out. */
import { pageData } from "./page/json.ts";
import { ExplainPage } from "./explain/page.ts";
import type { LinkData } from "./explain/data.ts";

const links = pageData<LinkData[]>("explain-links");
const root = document.querySelector<HTMLElement>(".explain");
if (links && root) new ExplainPage(root, links);
