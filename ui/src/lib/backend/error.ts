import type { Code, Error as Shape } from './types';

/** Why a command failed. Screens decide by `code`, never by text. */
export class BackendError extends globalThis.Error {
  readonly code: Code;
  readonly details: Record<string, unknown>;

  constructor(shape: Shape) {
    super(shape.message);
    this.name = 'BackendError';
    this.code = shape.code;
    this.details = shape.details ?? {};
  }

  /** A number among the details, such as `at` of a filter's error. */
  number(key: string): number | null {
    const value = this.details[key];
    return typeof value === 'number' ? value : null;
  }

  /** A text among the details, such as `holder` of a vault in use. */
  text(key: string): string | null {
    const value = this.details[key];
    return typeof value === 'string' ? value : null;
  }
}

function isShape(thrown: unknown): thrown is Shape {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
}

/** Whatever was thrown, as the one shape. A plain text comes from the bridge itself and is a fault of ours. */
export function toBackendError(thrown: unknown): BackendError {
  if (thrown instanceof BackendError) return thrown;
  if (isShape(thrown)) return new BackendError(thrown);
  const message = thrown instanceof globalThis.Error ? thrown.message : String(thrown);
  return new BackendError({ code: 'internal', message, details: {} });
}
