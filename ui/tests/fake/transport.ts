/** Stands where Tauri stands, for looking at the window in a browser. `?scenario=` chooses the realm. */
import type { Events, Transport } from '../../src/lib/backend/transport';
import { answersOf } from './answers';
import { Fault } from './fault';
import { FilterFault } from './language';
import { scenarios, World } from './world';

const name = new URLSearchParams(location.search).get('scenario') ?? 'usual';
const scenario = scenarios[name] ?? scenarios.usual ?? { users: 0 };
const world = new World(scenario);
const answers = answersOf(world) as unknown as Record<
  string,
  (request: unknown, progress: (p: never) => void) => unknown
>;
const heard: { [E in keyof Events]?: ((payload: never) => void)[] } = {};

function shapeOf(thrown: unknown): { code: string; message: string; details: Record<string, unknown> } {
  if (thrown instanceof Fault) return { code: thrown.code, message: thrown.message, details: thrown.details };
  if (thrown instanceof FilterFault) {
    return { code: 'invalid_filter', message: thrown.message, details: { at: thrown.at, expected: thrown.expected } };
  }
  return { code: 'internal', message: String(thrown), details: {} };
}

/** What was last asked of each command, for tests to look at: `fakeAsked`. Tests send events by `fakeSend`. */
(globalThis as { fakeSend?: unknown }).fakeSend = (event: keyof Events, payload: never) => {
  for (const hears of (heard[event] ?? []) as ((payload: never) => void)[]) hears(payload);
};

export const transport: Transport = {
  async invoke(command, request, onProgress) {
    if (scenario.hangs?.includes(command)) return new Promise(() => undefined);
    if (scenario.fails?.includes(command)) {
      throw { code: 'disk', message: 'store.db could not be read: input/output error on /dev/sda2.', details: {} };
    }
    const answer = answers[command];
    if (!answer) throw { code: 'internal', message: `The command ${command} is not known.`, details: {} };
    ((globalThis as { fakeAsked?: Record<string, unknown> }).fakeAsked ??= {})[command] = request;
    try {
      return structuredClone(await answer(request, onProgress ?? (() => undefined)));
    } catch (thrown) {
      throw shapeOf(thrown);
    }
  },
  listen(event, hears) {
    const all = (heard[event] ??= []) as ((payload: never) => void)[];
    all.push(hears as (payload: never) => void);
    return () => void all.splice(all.indexOf(hears as (payload: never) => void), 1);
  },
};
