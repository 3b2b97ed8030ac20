/** One letter of each script that our font lacks; the system has a font for it, or not. */
const ELSEWHERE = ['🌻', '漢', 'か', '한', 'ع', 'א', 'अ', 'ก'];

/**
 * Reads the fonts for letters beyond plain Latin. The browser does it when one
 * is first drawn, which makes that frame late, in the middle of a scroll: 72 ms
 * for an emoji. So it is done once the window has had time to open.
 */
export function readFonts(): void {
  for (const face of document.fonts) void face.load().catch(() => undefined);
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return;
  pen.font = getComputedStyle(document.body).font;
  for (const letter of ELSEWHERE) pen.fillText(letter, 0, 20);
}
