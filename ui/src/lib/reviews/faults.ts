/** What does not hold in a worksheet, as a table and as a message to whoever filled it in. */
import type { ReturnedFile, SheetFault } from '../backend/types';

export interface FaultRow {
  /** The cell, or none where it is about the sheet. */
  cell: string | null;
  /** What is wrong. */
  what: string;
  /** What to do about it; empty where the sentence says both. */
  todo: string;
}

/** Where a sentence goes over from what is wrong to what to do: at its last colon outside quotes. */
function parted(message: string): [string, string] {
  let quoted = false;
  let at = -1;
  for (let i = 0; i < message.length; i += 1) {
    if (message[i] === '"' && message[i - 1] !== '\\') quoted = !quoted;
    if (!quoted && message.startsWith(': ', i)) at = i;
  }
  return at < 0 ? [message, ''] : [message.slice(0, at), message.slice(at + 2)];
}

export function faultRow({ cell, message }: SheetFault): FaultRow {
  // The cell stands in a column of its own.
  const bare = cell !== null && message.startsWith(`${cell}: `) ? message.slice(cell.length + 2) : message;
  const [what, todo] = parted(bare);
  return { cell, what, todo };
}

/** As text, to be sent to the reviewer. */
export function faultsText(file: ReturnedFile, name: string): string {
  const lines = file.faults.map(({ cell, message }) =>
    cell === null || message.startsWith(`${cell}: `) ? message : `${cell}: ${message}`,
  );
  const rest = file.faults_total > file.faults.length ? ['…'] : [];
  return [name, ...(file.message === null ? [] : [file.message]), ...lines, ...rest].join('\n');
}

export const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;
