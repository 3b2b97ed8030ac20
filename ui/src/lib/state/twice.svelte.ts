/** What must be said twice when nothing on the screen asked for it: a dialog of the shell asks. */
import type { BackendError } from '../backend';

interface Asked {
  title: string;
  /** What would be left without anyone in charge, in sentences. */
  lead: string;
  run: () => Promise<void>;
}

/** What an error says would be left, without what else its message tells. */
function left(error: BackendError): string {
  const { warnings } = (error.details ?? {}) as { warnings?: unknown };
  return Array.isArray(warnings) ? warnings.join(' ') : error.message;
}

class Twice {
  asked = $state.raw<Asked | null>(null);

  ask(title: string, error: BackendError, run: () => Promise<void>): void {
    this.asked = { title, lead: left(error), run };
  }

  end(): void {
    this.asked = null;
  }
}

export const twice = new Twice();
