/** Outlines on a grid of 24, drawn with the colour of the text around them. */
const outlines = {
  ascending: 'M12 19V5m-6 6 6-6 6 6',
  back: 'M19 12H5m6-7-7 7 7 7',
  browser:
    'M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm-1 5h18M6.5 7.5h.01M9.5 7.5h.01',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'm6 6 12 12M18 6 6 18',
  copy: 'M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1',
  descending: 'M12 5v14m-6-6 6 6 6-6',
  device: 'M7 3h10a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 15h4',
  error: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3L8.3 3Zm.9 6.2 5.6 5.6m0-5.6-5.6 5.6',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5m0-8.5h.01',
  key: 'M15.5 3.5a5 5 0 0 0-4.8 6.4L3.5 17v3.5H7V18h2.5v-2.5l2.1-2.1a5 5 0 1 0 3.9-9.9Zm1 4h.01',
  lock: 'M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1Zm2 0V7.5a4 4 0 0 1 8 0V11',
  managed:
    'M5 21V4a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v17m0-11h3a1 1 0 0 1 1 1v10M3 21h18M8.5 7h3m-3 4h3m-3 4h3',
  next: 'm9 5 7 7-7 7',
  open: 'M14 4h6v6m0-6-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  refresh: 'M20 4v5h-5M4 20v-5h5M19.4 9A8 8 0 0 0 5.6 7M4.6 15a8 8 0 0 0 13.8 2',
  skipped: 'M6 12h12',
  sortable: 'm8 9 4-4 4 4M8 15l4 4 4-4',
  warning: 'M12 4 2.5 20h19L12 4Zm0 6v4.5m0 2.5h.01',
} as const;

export type IconName = keyof typeof outlines;

/** A decorative icon; the words beside it carry the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={outlines[name]} />
    </svg>
  );
}
