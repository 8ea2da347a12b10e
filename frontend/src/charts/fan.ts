/** Knows how to draw bands on a canvas: the 90 % fan, the 50 % fan, the median, the milestones, what was measured, now. */
import uPlot from "uplot";
import { minuteWords } from "../page/durations.ts";
import { aligned, extent, type Band } from "./bands.ts";
import { drawMarks, drawNow, drawPoints, headroom } from "./marks.ts";
import { onThemeChange, palette, through, type Palette } from "./palette.ts";
import { minuteTicks, niceTicks } from "./ticks.ts";
import { figure, type Milestone } from "./words.ts";

export interface Fan {
  bands: Band[];
  milestones: Milestone[];
  /** minutes since the injection, when that moves; null when the chart is not live */
  now: number | null;
  /** first and last minute shown */
  span: [number, number];
  height: number;
}

export interface FanView {
  update(fan: Fan): void;
  destroy(): void;
}

const ROWS_PER_BAND = 5;

/** Draws into `place` and keeps itself right when width or theme change. `pointed` hears the minute under the pointer (null when it leaves). */
export function drawFan(place: HTMLElement, first: Fan, pointed: (minute: number | null) => void): FanView {
  let fan = first;
  let colours = palette();
  const plot = new uPlot(options(place, () => fan, () => colours, pointed), aligned(fan.bands) as uPlot.AlignedData, place);
  const resized = new ResizeObserver(() => fit(plot, place, fan));
  resized.observe(place);
  const stopListening = onThemeChange(() => {
    colours = palette();
    plot.redraw(false, true);
  });
  return {
    update(next) {
      fan = next;
      plot.setData(aligned(fan.bands) as uPlot.AlignedData);
    },
    destroy() {
      stopListening();
      resized.disconnect();
      plot.destroy();
    },
  };
}

function fit(plot: uPlot, place: HTMLElement, fan: Fan): void {
  const width = Math.floor(place.clientWidth);
  if (width > 0 && width !== plot.width) plot.setSize({ width, height: fan.height });
}

type Ask<T> = () => T;

function options(place: HTMLElement, fan: Ask<Fan>, colours: Ask<Palette>, pointed: (minute: number | null) => void): uPlot.Options {
  return {
    width: Math.max(280, Math.floor(place.clientWidth)),
    height: fan().height,
    padding: [() => headroom(fan().milestones), 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, width: 2, show: (_, i) => isMedian(i) ? cursorPoint() : null } as uPlot.Cursor.Points },
    scales: { x: { time: false, range: () => fan().span }, y: { range: () => extent(fan().bands) } },
    axes: [xAxis(colours, fan), yAxis(colours)],
    series: [{}, ...fan().bands.flatMap((one) => bandSeries(one, colours))],
    bands: fan().bands.flatMap((one, i) => bandFills(one, 1 + i * ROWS_PER_BAND, colours)),
    hooks: {
      setCursor: [(self) => pointed(self.cursor.idx == null || (self.cursor.left ?? -1) < 0 ? null : (self.data[0][self.cursor.idx] ?? null))],
      draw: [(self) => {
        drawMarks(self, fan().milestones, colours());
        drawNow(self, fan().now, colours());
        drawPoints(self, fan().bands, colours());
      }],
    },
  };
}

const isMedian = (series: number): boolean => series > 0 && series % ROWS_PER_BAND === 0;

function cursorPoint(): HTMLElement {
  const point = document.createElement("div");
  point.className = "u-cursor-pt";
  return point;
}

function bandSeries(one: Band, colours: Ask<Palette>): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  const median: uPlot.Series = { stroke: () => colours().series(one.tone), width: 2.5, points: { show: false } };
  return [edge, edge, edge, edge, median];
}

function bandFills(one: Band, from: number, colours: Ask<Palette>): uPlot.Band[] {
  const fill = (opacity: number) => () => through(colours().series(one.tone), opacity);
  return [{ series: [from, from + 1], fill: fill(0.16) }, { series: [from + 2, from + 3], fill: fill(0.24) }];
}

function font(colours: Ask<Palette>): string {
  return `12px ${colours().sans}`;
}

function xAxis(colours: Ask<Palette>, fan: Ask<Fan>): uPlot.Axis {
  return {
    stroke: () => colours().inkSoft, font: font(colours), size: 30, gap: 6,
    grid: { show: false },
    ticks: { stroke: () => colours().line, width: 1, size: 5 },
    border: { show: true, stroke: () => colours().inkSoft, width: 1 },
    splits: (self) => minuteTicks(...fan().span, self.bbox.width / uPlot.pxRatio),
    values: (_, splits) => splits.map(minuteWords),
  };
}

function yAxis(colours: Ask<Palette>): uPlot.Axis {
  return {
    stroke: () => colours().inkSoft, font: font(colours), gap: 6,
    size: (_, values) => 18 + 7.2 * Math.max(2, ...(values ?? []).map((value) => value.length)),
    grid: { stroke: () => colours().line, width: 1 },
    ticks: { show: false },
    splits: (self, _, low, high) => niceTicks(low, high, Math.max(4, Math.round(self.bbox.height / uPlot.pxRatio / 48))),
    values: (_, splits) => splits.map(figure),
  };
}
