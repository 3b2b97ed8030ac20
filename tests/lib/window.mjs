// The desktop program in a real window, driven through WebKit's own WebDriver.
//
// WebKitWebDriver starts the program itself (`webkitgtk:browserOptions`), so
// no driver of Tauri's is built. The program lets itself be driven only when
// TAURI_WEBVIEW_AUTOMATION says so.

import { Builder, By, Capabilities, Key, until } from 'selenium-webdriver';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { binaries, picturesFolder, root } from './places.mjs';
import { childrenOf, isRunning } from './processes.mjs';

export { By, Key };

/** How long to wait for something to appear. Generous: a busy machine is not a fault. */
const PATIENCE = 20_000;

/** What a click says of an element that moves, or is another by now. */
const MOVING = new Set(['ElementClickInterceptedError', 'ElementNotInteractableError', 'StaleElementReferenceError', 'NoSuchElementError']);

/** The names by which screens mark their elements, read from the window's own lists. */
export const t = Object.fromEntries(
  readdirSync(join(root, 'ui', 'src', 'lib'))
    .filter((name) => /^testids.*\.ts$/.test(name))
    .map((name) => readFileSync(join(root, 'ui', 'src', 'lib', name), 'utf8'))
    .flatMap((list) => [...list.matchAll(/^\s*(\w+): '([^']+)',?$/gm)].map((m) => [m[1], m[2]])),
);

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port, driver) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}`);
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('WebKitWebDriver does not answer');
}

/**
 * Opens the program on a vault that is there already. Neither the vault nor its
 * passphrase comes from the environment, as with an operator who starts it.
 */
export async function openVault(v, options = {}) {
  const { MUSTER_VAULT, MUSTER_PASSPHRASE, ...env } = v.env;
  const page = await openWindow({ ...v, env }, options);
  page.pickFolder(MUSTER_VAULT);
  await page.click(t.startOpen);
  await page.fill(t.unlockPassphrase, MUSTER_PASSPHRASE);
  await page.click(t.unlockSubmit);
  await page.one(t.rail);
  return page;
}

/** Opens the program. `place` is a scratch folder; `dark` asks the system for a dark theme. */
export async function openWindow(place, { args = [], dark = false, width = 1280, height = 800, env = {} } = {}) {
  assert.ok(process.env.DISPLAY, 'the window needs a display: make test brings one (Xvfb)');
  const picks = place.path('picks');
  mkdirSync(join(picks, 'save'), { recursive: true });
  const port = await freePort();
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: {
      ...place.env,
      DISPLAY: process.env.DISPLAY,
      XAUTHORITY: process.env.XAUTHORITY,
      GDK_BACKEND: 'x11',
      GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita',
      NO_AT_BRIDGE: '1',
      TAURI_AUTOMATION: 'true',
      TAURI_WEBVIEW_AUTOMATION: 'true',
      MUSTER_TEST_PICKS: picks,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  server.stdout.on('data', (piece) => (said += piece));
  server.stderr.on('data', (piece) => (said += piece));
  await listening(port, server);

  const capabilities = new Capabilities();
  capabilities.set('browserName', 'wry');
  capabilities.set('webkitgtk:browserOptions', { binary: binaries.desktop, args });
  let driver;
  try {
    driver = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build();
    await driver.manage().window().setRect({ width, height });
    await driver.manage().setTimeouts({ script: 60_000 });
  } catch (error) {
    server.kill('SIGTERM');
    throw error;
  }

  const css = (id, attributes = {}) =>
    By.css(`[data-testid="${id}"]${Object.entries(attributes).map(([name, value]) => `[${name}="${value}"]`).join('')}`);
  const one = async (id, attributes = {}) => {
    assert.ok(id, 'the test names an element that the lists of test ids do not have');
    const which = `${id}${Object.values(attributes).map((value) => ` ${value}`).join('')}`;
    const element = await driver.wait(until.elementLocated(css(id, attributes)), PATIENCE, `nothing is marked ${which}`);
    await driver.wait(until.elementIsVisible(element), PATIENCE, `${which} is not visible`);
    return element;
  };

  const page = {
    driver,
    picks,
    /** What the program and the driver wrote to their standard streams. */
    said: () => said,
    /** The first visible element marked `id`, and with these attributes, once it is there. */
    one,
    /** All elements marked `id`, as they are now. */
    all: (id, attributes) => driver.findElements(css(id, attributes)),
    /** What each of them says now; one that goes while it is read says nothing. */
    texts: (id, attributes) =>
      driver.executeScript('return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText.trim())', css(id, attributes).value),
    /** Clicks it once it can be clicked. */
    async click(id, attributes) {
      const pressed = async () => {
        const element = await one(id, attributes);
        await driver.wait(until.elementIsEnabled(element), PATIENCE, `${id} stays disabled`);
        await element.click();
        return true;
      };
      // What has just opened may still be on its way to where it stands, and a list be drawn anew.
      await driver.wait(() => pressed().catch((error) => MOVING.has(error.name) ? false : Promise.reject(error)), PATIENCE, `${id} stays covered`);
    },
    /** Replaces what a field holds. */
    async fill(id, text) {
      const element = await one(id);
      await element.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.BACK_SPACE);
      if (text) await element.sendKeys(text);
    },
    /** Presses keys wherever the focus is. */
    press: (...keys) => driver.actions().sendKeys(...keys).perform(),
    /** Presses the last key while the others are held. */
    async chord(...keys) {
      const [key, held] = [keys.at(-1), keys.slice(0, -1)];
      const actions = driver.actions();
      held.forEach((one) => actions.keyDown(one));
      actions.sendKeys(key);
      held.reverse().forEach((one) => actions.keyUp(one));
      await actions.perform();
    },
    /** Its text. */
    text: async (id) => (await one(id)).getText(),
    /** Waits until its text fits, and returns it. */
    async says(id, pattern) {
      let found = '';
      await driver.wait(async () => {
        try {
          found = (await (await one(id)).getText()).trim();
          return pattern.test(found);
        } catch {
          return false;
        }
      }, PATIENCE, `${id} never says ${pattern}`).catch((error) => {
        throw new Error(`${error.message}; it says ${JSON.stringify(found)}`);
      });
      return found;
    },
    /** Waits until nothing is marked `id`. */
    gone: (id, attributes) => driver.wait(async () => (await driver.findElements(css(id, attributes))).length === 0, PATIENCE, `${id} is still there`),
    /** Whether something is marked `id` now. */
    has: async (id, attributes) => (await driver.findElements(css(id, attributes))).length > 0,
    /** Waits until `probe` gives something. */
    until: (probe, what) => driver.wait(probe, PATIENCE, what),
    /** Runs a function in the page with plain arguments. */
    inPage: (script, ...args) => driver.executeScript(script, ...args),
    /** Makes the window this large; true if the program allowed it. */
    async resize(w, h) {
      await driver.manage().window().setRect({ width: w, height: h });
      await driver.wait(async () => (await driver.executeScript('return innerWidth')) === w, 3000).catch(() => {});
    },
    /** Answers the next file dialog: files to open. */
    pickFiles: (paths) => writeFileSync(join(picks, 'files'), paths.join('\n') + '\n'),
    /** Answers the next folder dialog. */
    pickFolder: (path) => writeFileSync(join(picks, 'folder'), path + '\n'),
    /** Where a file saved under the suggested name goes. */
    saved: (name) => join(picks, 'save', name),
    /** Writes a picture of the window to tests/pictures. */
    async picture(name) {
      mkdirSync(picturesFolder, { recursive: true });
      await driver.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))');
      writeFileSync(join(picturesFolder, `${name}.png`), await driver.takeScreenshot(), 'base64');
    },
    /** What axe finds wrong with the screen as it is, each in a line. */
    async violations() {
      await driver.executeScript(`if (!window.axe) { ${axeSource} }`);
      const found = await driver.executeAsyncScript(
        `const done = arguments[0];
         window.axe.run(document, { resultTypes: ['violations'] }).then((r) => done(r.violations), (e) => done([{ id: 'axe', help: String(e), nodes: [] }]));`,
      );
      return found.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join('; ')}`);
    },
    /** What the backend answers to a command, past the screens: `{ value }` or `{ error }`. */
    invoke: (command, request = null) =>
      driver.executeAsyncScript(
        `const [command, request, done] = arguments;
         window.__TAURI_INTERNALS__.invoke(command, request === null ? {} : { request }).then((value) => done({ value }), (error) => done({ error }));`,
        command,
        request,
      ),
    /** Ends the program as a power cut would, and the driver after it. */
    async kill() {
      const [pid] = childrenOf(server.pid);
      assert.ok(pid, 'the program runs under the driver');
      process.kill(pid, 'SIGKILL');
      while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    },
    /** The program's process. */
    pid: () => childrenOf(server.pid)[0],
    /** Closes the window, then the driver, in this order: a killed driver leaves its child behind. */
    async close() {
      const programs = childrenOf(server.pid);
      await driver.quit().catch(() => {});
      if (server.exitCode === null) {
        server.kill('SIGTERM');
        await once(server, 'exit');
      }
      // One that outlives its driver would hold our pipes, and the run, for ever.
      for (let tries = 0; programs.some(isRunning) && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
      programs.filter(isRunning).forEach((pid) => process.kill(pid, 'SIGKILL'));
    },
  };
  return page;
}
