// Looks for markers in every byte of a folder, in the forms in which a program
// could have written them without meaning to.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A marker that nothing else contains, lower case so that folding does not hide it. */
export function marker(what, random) {
  const letters = 'bcdfghjklmnpqrstvwxz';
  const tail = Array.from({ length: 14 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `mk${what}${tail}`;
}

/** Base64 of text at each of the three places it can begin in a longer one, without the characters its neighbours touch. */
function base64Forms(text) {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64').replace(/=+$/, '');
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + text.length) * 8) / 6);
    return encoded.slice(from, to);
  });
}

/** Every form searched for, by name. Texts are compared without regard to case, bytes as they are. */
export function forms(text) {
  const utf16 = Buffer.from(text, 'utf16le');
  const [a, b, c] = base64Forms(text);
  return [
    { form: 'UTF-8', text },
    { form: 'backwards', text: [...text].reverse().join('') },
    { form: 'hexadecimal', text: Buffer.from(text).toString('hex') },
    { form: 'UTF-16, little end first', bytes: utf16 },
    { form: 'UTF-16, big end first', bytes: Buffer.from(utf16).swap16() },
    { form: 'base64', bytes: Buffer.from(a) },
    { form: 'base64, one byte in', bytes: Buffer.from(b) },
    { form: 'base64, two bytes in', bytes: Buffer.from(c) },
  ];
}

function* filesIn(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // It went while we looked.
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

/** Every place under `folders` where a marker stands, in a file's bytes or its name; and how many files and bytes were read. */
export function search(folders, markers, { except = () => false } = {}) {
  const needles = markers.flatMap((text) => forms(text).map((form) => ({ marker: text, ...form })));
  const found = [];
  let files = 0;
  let bytes = 0;
  for (const folder of folders) {
    for (const path of filesIn(folder)) {
      if (except(path)) continue;
      let content;
      try {
        content = readFileSync(path);
      } catch {
        continue; // A socket, or a file that went.
      }
      files += 1;
      bytes += content.length;
      const text = `${path}\n${content.toString('latin1')}`.toLowerCase();
      for (const { marker: what, form, text: word, bytes: sequence } of needles) {
        if (word ? text.includes(word) : content.includes(sequence)) found.push(`${what} as ${form} in ${path}`);
      }
    }
  }
  return { found, files, bytes };
}
