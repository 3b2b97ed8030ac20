/** Gives the focus to a row that is still on its way. */

/** Frames that are waited for it. */
const PATIENCE = 120;

/** The row of a table with this key, else the one that Tab would reach. Nothing, if the focus went elsewhere meanwhile. */
export async function focusRow(testid: string, key?: string): Promise<void> {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    await new Promise(requestAnimationFrame);
    const at = document.activeElement;
    if (at !== null && at !== document.body && at.isConnected && at.closest('[role="row"]') === null) return;
    const rows = [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"][data-key]`)];
    const row = rows.find((one) => one.dataset.key === key) ?? rows.find((one) => one.tabIndex === 0);
    if (row) {
      row.focus();
      return;
    }
  }
}
