/** Knows what every page can do: the small behaviours, each in its own file. */
import "./styles/index.css";
import { rememberTheme } from "./app/theme.ts";
import { connectHtmx } from "./app/htmx.ts";
import { guardSubmits } from "./app/submit.ts";
import { openDialogs } from "./app/dialogs.ts";
import { closeMenus } from "./app/menus.ts";
import { findWithSlash } from "./app/find.ts";
import { keepTimes } from "./app/times.ts";
import { watchIdle } from "./app/idle.ts";
import { guideQuestionnaires } from "./app/questionnaire.ts";
import { offerCopies } from "./app/copy.ts";
import { autosubmit } from "./app/autosubmit.ts";
import { watchAlerts } from "./app/alerts.ts";
import { serverSaid } from "./page/server-clock.ts";

rememberTheme();
connectHtmx();

function start(): void {
  serverSaid(document.querySelector<HTMLMetaElement>('meta[name="server-now"]')?.content);
  guardSubmits();
  openDialogs();
  closeMenus();
  findWithSlash();
  keepTimes();
  watchIdle();
  guideQuestionnaires();
  offerCopies();
  autosubmit();
  watchAlerts();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
