// CSV as a reviewer's spreadsheet program reads and writes it.

/** Rows of cells; quotes and the byte order mark are taken off. */
export function cellsOf(text) {
  const rows = [[]];
  const found = text.replace(/^\uFEFF/, '').matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g);
  for (const [whole, cell, end] of found) {
    if (whole === '') break;
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',' && end !== '') rows.push([]);
  }
  return rows.at(-1).length === 0 ? rows.slice(0, -1) : rows;
}

/** The same as a file, every cell in quotes. */
export const csvOf = (rows) =>
  '\uFEFF' + rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + '\r\n').join('');
