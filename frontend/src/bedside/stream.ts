/** Knows whether what is on screen is live: the stream of events, its heartbeat, and its silence. */
import { serverSaid } from "../page/server-clock.ts";
import type { Due, SessionEvent } from "./record.ts";

export type Liveness = "live" | "stale" | "lost";

const STALE_AFTER = 5000;
const REOPEN_AFTER = 12_000;

export interface StreamListener {
  event(event: SessionEvent): void;
  due(due: Due): void;
  liveness(state: Liveness, silentFor: number): void;
  beat(): void;
}

/** Live until 5 s pass without a beat; then not live, and lost once the browser has given the connection up. */
export function liveness(silentFor: number, isClosed: boolean): Liveness {
  if (silentFor < STALE_AFTER) return "live";
  return isClosed ? "lost" : "stale";
}

export class Stream {
  private source: EventSource | null = null;
  private heard = performance.now();
  private opened = performance.now();
  private readonly url: string;
  private readonly after: () => number;
  private readonly listener: StreamListener;

  constructor(url: string, after: () => number, listener: StreamListener) {
    this.url = url;
    this.after = after;
    this.listener = listener;
    this.open();
    setInterval(() => this.look(), 500);
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => this.source?.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  /** A fresh connection says where it stands with `after`; the browser's own reconnects say it with Last-Event-ID. */
  private open(): void {
    this.source?.close();
    this.opened = performance.now();
    const url = new URL(this.url, location.href);
    url.searchParams.set("after", String(this.after()));
    this.source = new EventSource(url);
    this.source.addEventListener("event", (message) => {
      this.alive();
      this.listener.event(JSON.parse(message.data as string) as SessionEvent);
    });
    this.source.addEventListener("beat", (message) => this.onBeat(message.data as string));
  }

  private onBeat(text: string): void {
    this.alive();
    const told = text ? (JSON.parse(text) as { server_now?: string; due?: Due }) : {};
    serverSaid(told.server_now);
    if (told.due) this.listener.due(told.due);
    this.listener.beat();
  }

  private alive(): void {
    this.heard = performance.now();
  }

  /** A browser stops trying after some refusals (a 503, a proxy's page): then we open again ourselves. */
  private look(): void {
    const silentFor = performance.now() - this.heard;
    const isClosed = this.source?.readyState === EventSource.CLOSED;
    this.listener.liveness(liveness(silentFor, isClosed || !navigator.onLine), silentFor);
    if (silentFor > STALE_AFTER && performance.now() - this.opened > (isClosed ? 2000 : REOPEN_AFTER)) this.open();
  }
}
