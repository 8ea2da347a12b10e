/** Knows what this tablet has said and the server has not yet confirmed: in order, each with its own id, never twice. */
import type { Due, SessionEvent } from "./record.ts";

export type Act = "reading" | "injection" | "note" | "end" | "correction";
export type Status = "sending" | "waiting" | "asking" | "refused";

export interface Item {
  clientId: string;
  act: Act;
  /** what is sent; `client_id` is added on the way */
  body: Record<string, unknown>;
  status: Status;
  /** field → sentence, when the server refuses or asks */
  sentences: Record<string, string>;
  attempts: number;
}

export type Answer =
  | { kind: "done"; event: SessionEvent | null; due: Due | null }
  | { kind: "refused" | "asking"; sentences: Record<string, string> }
  | { kind: "unreachable"; sentence?: string };

export type Send = (act: Act, body: Record<string, unknown>) => Promise<Answer>;

export interface Listener {
  changed(items: readonly Item[]): void;
  done(item: Item, event: SessionEvent | null, due: Due | null): void;
}

export const WHOLE = "__all__";
const PAUSES = [1000, 2000, 4000, 8000, 10_000];

export class Outbox {
  private items: Item[] = [];
  private isRunning = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly send: Send;
  private readonly listener: Listener;

  constructor(send: Send, listener: Listener) {
    this.send = send;
    this.listener = listener;
  }

  get all(): readonly Item[] {
    return this.items;
  }

  /** Takes something to say. It keeps its id through every retry, so that the server can know it again. */
  add(act: Act, body: Record<string, unknown>, clientId: string = crypto.randomUUID()): Item {
    const item: Item = { clientId, act, body, status: "waiting", sentences: {}, attempts: 0 };
    this.items = [...this.items, item];
    this.changed();
    void this.run();
    return item;
  }

  /** The person has looked again: the values are right. Same id: it is the same reading. */
  confirm(clientId: string): void {
    const item = this.find(clientId);
    if (item?.status !== "asking") return;
    const confirmed = [...new Set([...((item.body.confirmed as string[] | undefined) ?? []), ...Object.keys(item.sentences)])];
    this.change(item, { status: "waiting", body: { ...item.body, confirmed }, sentences: {} });
    void this.run();
  }

  /** Takes out what the server would not take, to be corrected or dropped. What may have arrived cannot be taken back. */
  withdraw(clientId: string): Item | null {
    const item = this.find(clientId);
    if (item?.status !== "asking" && item?.status !== "refused") return null;
    this.items = this.items.filter((other) => other !== item);
    this.changed();
    return item;
  }

  /** Tries at once, when there is reason to hope: the network is back, a beat was heard, someone pressed "try now". */
  retry(): void {
    clearTimeout(this.timer);
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      for (let item = this.next(); item; item = this.next()) {
        if (!(await this.deliver(item))) break;
      }
    } finally {
      this.isRunning = false;
    }
  }

  /** The oldest that waits. One that asks or was refused waits for a person and does not hold up the others. */
  private next(): Item | undefined {
    return this.items.find((item) => item.status === "waiting");
  }

  /** True when the server answered, whatever it said. */
  private async deliver(item: Item): Promise<boolean> {
    this.change(item, { status: "sending", sentences: {}, attempts: item.attempts + 1 });
    const answer = await this.send(item.act, { ...item.body, client_id: item.clientId }).catch((): Answer => ({ kind: "unreachable" }));
    if (answer.kind === "unreachable") {
      this.change(item, { status: "waiting", sentences: answer.sentence ? { [WHOLE]: answer.sentence } : {} });
      this.timer = setTimeout(() => void this.run(), PAUSES[Math.min(item.attempts, PAUSES.length) - 1]);
      return false;
    }
    if (answer.kind === "done") this.finish(item, answer.event, answer.due);
    else this.change(item, { status: answer.kind, sentences: answer.sentences });
    return true;
  }

  private finish(item: Item, event: SessionEvent | null, due: Due | null): void {
    this.items = this.items.filter((other) => other !== item);
    this.listener.done(item, event, due);
    this.changed();
  }

  private find(clientId: string): Item | undefined {
    return this.items.find((item) => item.clientId === clientId);
  }

  private change(item: Item, to: Partial<Item>): void {
    Object.assign(item, to);
    this.changed();
  }

  private changed(): void {
    this.listener.changed(this.items);
  }
}
