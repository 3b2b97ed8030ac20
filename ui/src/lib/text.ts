/** Characters as people and the backend count them: code points, not halves of them. */
export const lengthOf = (text: string) => [...text].length;

/** Lines that say something, without what stands around them. */
export const linesOf = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
