/** Knows the one place of a page that becomes the bedside. */
import { pageData } from "./page/json.ts";
import { BedsidePage } from "./bedside/page.ts";
import type { SessionData } from "./bedside/record.ts";

const root = document.getElementById("bedside");
const data = pageData<SessionData>("session-data");
if (root && data) new BedsidePage(root, data);
