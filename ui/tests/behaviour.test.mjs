// What the screens do, in a browser, over the in-memory backend: `npm run behaviour`.
// Every file of the folder beside this one registers its tests here, so that the window is built once.
import { readdirSync } from 'node:fs';

const files = readdirSync(new URL('./behaviour/', import.meta.url)).filter((name) => name !== 'harness.mjs');
for (const file of files.sort()) await import(`./behaviour/${file}`);
