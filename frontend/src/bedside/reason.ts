/** Knows the line in which a person says why they go on, where the server asks for a reason. */
import { el } from "../page/dom.ts";

export interface ReasonField { root: HTMLElement; ask(isAsked: boolean): void; isMissing(): boolean; focus(): void; text(): string }

export function reasonField(id: string): ReasonField {
  const input = el("input", { id, type: "text", maxlength: 300, autocomplete: "off" });
  const root = el("div", { class: "field", hidden: true }, el("label", { for: id }, "Reason"), input);
  return {
    root,
    ask(isAsked) {
      if (isAsked) root.hidden = false; // once asked it stays, so that the reason can still be read and changed
    },
    isMissing: () => !root.hidden && input.value.trim() === "",
    focus: () => input.focus(),
    text: () => input.value.trim(),
  };
}
