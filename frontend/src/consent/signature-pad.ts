/** Knows a field in which someone signs with a finger, a pen or a mouse; the strokes travel as whole points. */

type Point = [number, number];
const MOST_POINTS = 3500;

export function openPad(pad: HTMLElement): void {
  const canvas = pad.querySelector("canvas");
  const field = pad.closest("form")?.querySelector<HTMLInputElement>("[name=drawing]");
  if (!canvas || !field || pad.dataset.connected) return;
  pad.dataset.connected = "yes";
  pad.hidden = false;
  new SignaturePad(pad, canvas, field);
}

class SignaturePad {
  private strokes: Point[][] = [];
  private isDown = false;
  private readonly canvas: HTMLCanvasElement;
  private readonly field: HTMLInputElement;

  constructor(pad: HTMLElement, canvas: HTMLCanvasElement, field: HTMLInputElement) {
    this.canvas = canvas;
    this.field = field;
    this.strokes = kept(field.value);
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"] as const) canvas.addEventListener(end, () => this.end());
    pad.querySelector("[data-signature-clear]")?.addEventListener("click", () => this.clear());
    this.draw();
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.isDown = true;
    this.strokes.push([this.at(event)]);
  }

  private go(event: PointerEvent): void {
    const stroke = this.strokes.at(-1);
    if (!this.isDown || !stroke || this.points() >= MOST_POINTS) return;
    stroke.push(this.at(event));
    this.draw();
  }

  private end(): void {
    if (!this.isDown) return;
    this.isDown = false;
    this.field.value = JSON.stringify(this.strokes.filter((stroke) => stroke.length > 1));
  }

  private clear(): void {
    this.strokes = [];
    this.field.value = "";
    this.draw();
  }

  private points(): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  }

  private at(event: PointerEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const inside = (share: number, size: number): number => Math.round(Math.min(1, Math.max(0, share)) * size);
    return [inside((event.clientX - left) / width, this.canvas.width), inside((event.clientY - top) / height, this.canvas.height)];
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.strokeStyle = getComputedStyle(this.canvas).color;
    pen.lineWidth = 6;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    for (const [first, ...rest] of this.strokes) {
      if (!first) continue;
      pen.moveTo(...first);
      for (const point of rest) pen.lineTo(...point);
    }
    pen.stroke();
  }
}

/** What was drawn before the page came back with a question. */
function kept(text: string): Point[][] {
  try {
    const strokes: unknown = JSON.parse(text || "[]");
    return Array.isArray(strokes) ? (strokes as Point[][]) : [];
  } catch {
    return [];
  }
}
