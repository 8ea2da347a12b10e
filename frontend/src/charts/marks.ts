/** Knows the marks drawn over the bands: milestones, the present minute, measured points. */
import uPlot from "uplot";
import type { Band } from "./bands.ts";
import type { Palette } from "./palette.ts";
import { milestoneWords, type Milestone } from "./words.ts";

const LANE = 17; // pixels of each milestone's lane above the plot

/** Pixels to keep free above the plot: a lane for each milestone. */
export function headroom(marks: Milestone[]): number {
  return 8 + LANE * marks.length;
}

/** Each milestone in a lane of its own: the 90 % range as a bar, the median as a dot with its word beside, a hairline down into the bands. */
export function drawMarks(self: uPlot, marks: Milestone[], colours: Palette): void {
  const { ctx, bbox } = self;
  const px = uPlot.pxRatio;
  ctx.save();
  ctx.font = `${12 * px}px ${colours.sans}`;
  ctx.textBaseline = "middle";
  ctx.lineCap = "round";
  marks.forEach((mark, i) => {
    const y = bbox.top - (headroom(marks) - 8 - i * LANE - LANE / 2) * px;
    const x = self.valToPos(mark.spread.median, "x", true);
    drawStem(ctx, x, y, bbox.top + bbox.height, colours.inkSoft, px);
    const end = drawRange(ctx, self, mark, y, colours.inkSoft, px);
    drawDot(ctx, x, y, colours, px);
    drawWord(ctx, self, milestoneWords(mark), end, y, colours.inkSoft, px);
  });
  ctx.restore();
}

function drawStem(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number, colour: string, px: number): void {
  ctx.beginPath();
  ctx.setLineDash([px, 4 * px]);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25 * px;
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Draws the range and returns where it ends, so that the word can stand after it. */
function drawRange(ctx: CanvasRenderingContext2D, self: uPlot, { spread }: Milestone, y: number, colour: string, px: number): number {
  const [left, right] = [self.bbox.left, self.bbox.left + self.bbox.width];
  const end = Math.min(right, self.valToPos(spread.p95, "x", true));
  ctx.beginPath();
  ctx.globalAlpha = 0.4;
  ctx.lineWidth = 3 * px;
  ctx.strokeStyle = colour;
  ctx.moveTo(Math.max(left, self.valToPos(spread.p05, "x", true)), y);
  ctx.lineTo(end, y);
  ctx.stroke();
  ctx.globalAlpha = 1;
  return end;
}

function drawDot(ctx: CanvasRenderingContext2D, x: number, y: number, colours: Palette, px: number): void {
  ctx.beginPath();
  ctx.fillStyle = colours.inkSoft;
  ctx.arc(x, y, 3.25 * px, 0, 2 * Math.PI);
  ctx.fill();
}

/** After the bar where there is room, else before it. */
function drawWord(ctx: CanvasRenderingContext2D, self: uPlot, words: string, end: number, y: number, colour: string, px: number): void {
  const right = self.bbox.left + self.bbox.width;
  const fits = end + 8 * px + ctx.measureText(words).width <= right + 12 * px;
  ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.fillText(words, fits ? end + 8 * px : self.bbox.left, y);
}

/** The present minute: a line the colour of the low sun, a small sun on the axis. */
export function drawNow(self: uPlot, now: number | null, colours: Palette): void {
  if (now === null || now < (self.scales.x?.min ?? 0) || now > (self.scales.x?.max ?? 0)) return;
  const { ctx, bbox } = self;
  const px = uPlot.pxRatio;
  const [x, bottom] = [self.valToPos(now, "x", true), bbox.top + bbox.height];
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colours.dawn;
  ctx.lineWidth = 2 * px;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, bottom, 8 * px, Math.PI, 2 * Math.PI);
  ctx.fill();
  ctx.restore();
}

/** Measured values: rings, joined by a thin line; the second series of a panel gets diamonds, so that shape tells them apart. */
export function drawPoints(self: uPlot, bands: Band[], colours: Palette): void {
  const { ctx } = self;
  const px = uPlot.pxRatio;
  ctx.save();
  bands.forEach(({ points, tone }, i) => {
    const spots = points.map((point) => [self.valToPos(point.minutes, "x", true), self.valToPos(point.value, "y", true)] as const);
    ctx.strokeStyle = colours.series(tone);
    ctx.lineWidth = 1.25 * px;
    ctx.beginPath();
    spots.forEach(([x, y], n) => (n === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
    ctx.stroke();
    ctx.strokeStyle = colours.ink;
    ctx.fillStyle = colours.surface;
    ctx.lineWidth = 2.25 * px;
    for (const [x, y] of spots) drawPoint(ctx, x, y, 5.5 * px, i);
  });
  ctx.restore();
}

function drawPoint(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, series: number): void {
  ctx.beginPath();
  if (series % 2 === 0) ctx.arc(x, y, size, 0, 2 * Math.PI);
  else diamond(ctx, x, y, size * 1.25);
  ctx.fill();
  ctx.stroke();
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
}
