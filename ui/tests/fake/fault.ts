/** What goes wrong, and what takes a while. */

export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
