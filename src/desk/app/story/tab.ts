const KEPT = 'longwave-desk-tab';

/** The same name for this tab as long as it stands, over reloads too; a copy of the tab gets one of its own. */
export const TAB: string = (() => {
  const [entry] = performance.getEntriesByType('navigation');
  const reloaded = entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
  const before = reloaded ? sessionStorage.getItem(KEPT) : null;
  const tab = before ?? crypto.randomUUID();
  sessionStorage.setItem(KEPT, tab);
  return tab;
})();
