import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The policy the app runs under, so that a picture shows what it forbids. */
const POLICY = (
  JSON.parse(readFileSync(new URL('../src-tauri/tauri.conf.json', import.meta.url), 'utf8')) as {
    app: { security: { csp: string } };
  }
).app.security.csp;

/** A build for the app that holds anything of the tests is no build. */
const noTests = (mode: string): Plugin => ({
  name: 'no-tests-in-the-app',
  generateBundle(_, bundle) {
    if (mode === 'fake') return;
    for (const part of Object.values(bundle)) {
      const test = part.type === 'chunk' && part.moduleIds.find((id) => id.includes('/tests/'));
      if (test) this.error(`${test} is part of the build`);
    }
  },
});

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `--mode fake` puts an in-memory backend where Tauri would be, so that the
// window can be looked at in a browser. Every other mode talks to Tauri.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), noTests(mode)],
  resolve: {
    alias: {
      '#transport': at(mode === 'fake' ? './tests/fake/transport.ts' : './src/lib/backend/tauri.ts'),
    },
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  preview: { headers: { 'Content-Security-Policy': POLICY } },
  build: {
    target: ['safari16', 'chrome111'],
    // The content security policy allows fonts from the app itself only, not as `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  test: { include: ['tests/unit/**/*.test.ts'], environment: 'node', css: true },
}));
