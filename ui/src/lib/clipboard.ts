/** Puts a text on the clipboard, even one that is still on its way. */

/** The old way, which asks no leave: a hidden field is selected and copied. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position: fixed; opacity: 0';
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  // Deprecated, and the one thing left where a web view gives no clipboard.
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}

/** Rejects with what `text` rejects with; resolves to whether the clipboard took it. */
export async function copy(text: string | Promise<string>): Promise<boolean> {
  const ready = Promise.resolve(text);
  try {
    // A web view allows writing only while the key press lasts; an item may be filled later.
    const blob = ready.then((t) => new Blob([t], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    const known = await ready;
    try {
      await navigator.clipboard.writeText(known);
      return true;
    } catch {
      return copyBySelection(known);
    }
  }
}
