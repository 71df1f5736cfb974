/** Strokes of each icon on a 24 × 24 field. */
export const ICONS = {
  overview: ['M3 13h4l3-8 4 14 3-6h4'],
  agents: ['M4 5h16v6H4z', 'M4 13h16v6H4z', 'M8 8h.01', 'M8 16h.01'],
  mail: ['M3 6h18v12H3z', 'm3 7 9 6 9-6'],
  search: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14', 'm20 20-4-4'],
  plus: ['M12 5v14', 'M5 12h14'],
  copy: ['M9 9h11v11H9z', 'M5 15H4V4h11v1'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  alert: ['M12 4 2.5 20h19z', 'M12 10v4', 'M12 17h.01'],
  offline: ['m3 3 18 18', 'M5 12.5a10 10 0 0 1 5-2.6', 'M14 10a10 10 0 0 1 5 2.5', 'M8.5 16a5 5 0 0 1 7 0', 'M12 19.5h.01'],
  sun: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8', 'M12 2v2', 'M12 20v2', 'M2 12h2', 'M20 12h2', 'm5 5 1.5 1.5', 'M17.5 17.5 19 19', 'M19 5l-1.5 1.5', 'M6.5 17.5 5 19'],
  moon: ['M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5'],
  system: ['M3 5h18v11H3z', 'M9 20h6', 'M12 16v4'],
  user: ['M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8', 'M4 21a8 8 0 0 1 16 0'],
  back: ['m15 5-7 7 7 7'],
  next: ['m9 5 7 7-7 7'],
  key: ['M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8', 'm11 12 9-9', 'm16 7 3 3'],
  trash: ['M4 7h16', 'M9 7V4h6v3', 'M6 7l1 13h10l1-13'],
  replay: ['M4 12a8 8 0 1 0 3-6.2', 'M4 4v5h5'],
  refresh: ['M20 12a8 8 0 1 1-3-6.2', 'M20 4v5h-5'],
  scale: ['M12 4v16', 'M7 20h10', 'M5 7h14', 'm5 7-3 7h6z', 'm19 7-3 7h6z'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  caret: ['m6 9 6 6 6-6'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof ICONS;
