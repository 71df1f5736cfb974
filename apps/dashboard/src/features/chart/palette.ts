import type { ResolvedTheme } from '../../services/preferences/theme.ts';

/**
 * Line colours, ordered so that neighbours differ in hue and in lightness (also for the common colour-vision
 * deficiencies) and each has a contrast of at least 3:1 against the surface of its theme.
 */
const LINES: Record<ResolvedTheme, readonly string[]> = {
  light: ['#0b6fa4', '#d4550b', '#1c7f4f', '#a3238e', '#8a6a00', '#4b46c4', '#b3263e', '#4a5a63'],
  dark: ['#5ab8f0', '#ff9e57', '#57cf95', '#f08bdc', '#e5c648', '#a7a2ff', '#ff8294', '#b4c3cb'],
};

/** Most series one chart shows: more could not be told apart. */
export const MAX_LINES = 8;

/** Colour of the n-th chosen series; the same series keeps its colour in every panel. */
export function lineColor(theme: ResolvedTheme, index: number): string {
  const colors = LINES[theme];
  return colors[index % colors.length] ?? '#808080';
}

/** Colours of a chart's axes, grid and tooltip. */
export interface ChartInk {
  readonly text: string;
  readonly axis: string;
  readonly grid: string;
  readonly surface: string;
  readonly border: string;
}

export const CHART_INK: Record<ResolvedTheme, ChartInk> = {
  light: { text: '#10222b', axis: '#56686f', grid: '#e4eaec', surface: '#ffffff', border: '#cfd9dc' },
  dark: { text: '#e4edf0', axis: '#93a6ae', grid: '#21323a', surface: '#16242b', border: '#33474f' },
};
