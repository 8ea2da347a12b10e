/** Knows the pages on which consent is given: the body map that answers to a finger, and the field for a signature. */
import { whenever } from "./page/dom.ts";
import { connectMap } from "./consent/body-map.ts";
import { openPad } from "./consent/signature-pad.ts";

whenever<HTMLElement>("[data-body-map]", connectMap);
whenever<HTMLElement>("[data-signature-pad]", openPad);
