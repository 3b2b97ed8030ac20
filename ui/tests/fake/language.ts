/** As much of the filter language as the window needs to be looked at: read, held against a user, cut in chips. */
import type { Chip, FilterFault as Fault, UserRow } from '../../src/lib/backend/types';
import { NOW } from './people';

const DAY = 86_400_000;
export const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'];
const JOINTS = ['and', 'or'];
type Holds = (row: UserRow) => boolean;
type Value = string | number | boolean | null;

export class FilterFault extends Error {
  constructor(
    readonly at: number,
    readonly expected: string,
    message: string,
  ) {
    super(message);
  }
}

interface Attribute {
  doc: string;
  values?: string[];
  of: (row: UserRow) => Value;
}

export const ATTRIBUTES: Record<string, Attribute> = {
  userName: { doc: 'The sign-in name.', of: (row) => row.username },
  displayName: { doc: 'The name to show.', of: (row) => row.display_name },
  'emails.value': { doc: 'The primary e-mail.', of: (row) => row.email },
  state: {
    doc: 'What the account may do at all.',
    values: ['active', 'invited', 'pending', 'locked', 'blocked', 'deactivated', 'banned', 'deleted'],
    of: (row) => row.state,
  },
  kind: {
    doc: 'Who or what uses the account.',
    values: ['human', 'service', 'bot', 'external'],
    of: (row) => row.kind,
  },
  userstore: {
    doc: 'The domain of the user’s userstore.',
    values: ['PRIMARY', 'gitlab', 'ldap'],
    of: (row) => row.userstore,
  },
  lastSeen: {
    doc: 'The last sign of life: a time, or never, unknown or not_collected.',
    values: ['never', 'unknown', 'not_collected', '-30d', '-90d', '-180d'],
    of: (row) => (row.last_seen.status === 'seen' ? row.last_seen.at : row.last_seen.status),
  },
  'meta.created': {
    doc: 'When the source created the user.',
    values: ['-7d', '-30d', '-365d'],
    of: (row) => row.created_at,
  },
  expires: {
    doc: 'When access ends, if a date is set.',
    values: ['+7d', '+30d'],
    of: (row) => row.expires_at,
  },
  mfa: { doc: 'Whether a second factor is set.', values: ['true', 'false'], of: (row) => row.mfa },
  privileged: { doc: 'Whether a privileged role is held.', values: ['true', 'false'], of: (row) => row.privileged },
  highestRole: {
    doc: 'The name of the highest role.',
    values: ['Owner', 'Maintainer', 'Developer', 'Reporter', 'Planner', 'Guest'],
    of: (row) => row.highest_role?.role ?? null,
  },
  'groups.display': {
    doc: 'The paths of all groups the user is in.',
    values: ['acme', 'acme/frontend', 'acme/guild-accessibility'],
    of: (row) => (row.highest_role ? 'acme/frontend' : null),
  },
  seat: { doc: 'Whether a seat is taken.', values: ['true', 'false'], of: (row) => row.seat },
  gone: { doc: 'Whether no longer listed.', values: ['true', 'false'], of: (row) => row.gone_since !== null },
  pending: { doc: 'Whether a change waits.', values: ['true', 'false'], of: (row) => row.pending },
  id: { doc: 'Muster’s own key of the user.', of: (row) => row.id },
};
const NAMES = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name.toLowerCase(), name]));
Object.assign(NAMES, { email: 'emails.value', created: 'meta.created', username: 'userName', name: 'displayName' });

export interface Token {
  text: string;
  from: number;
  to: number;
}

export function tokens(text: string): Token[] {
  const found = [...text.matchAll(/"(?:[^"\\]|\\.)*"?|[()[\]]|[^\s()[\]"]+/g)];
  const at = (utf16: number) => [...text.slice(0, utf16)].length;
  return found.map((m) => ({ text: m[0], from: at(m.index), to: at(m.index + m[0].length) }));
}

const unquoted = (text: string) => (text.startsWith('"') ? text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : text);

export const attributeOf = (word: string): string | undefined => NAMES[word.toLowerCase()];

function compare(name: string, operator: string, wanted: string): Holds {
  const relative = /^([+-]\d+)d$/.exec(wanted);
  const right = relative ? new Date(NOW + Number(relative[1]) * DAY).toISOString() : wanted.toLowerCase();
  return (row) => {
    const value = ATTRIBUTES[name]?.of(row) ?? null;
    if (operator === 'pr') return value !== null && value !== '';
    if (value === null) return operator === 'ne';
    const left = relative ? String(value) : String(value).toLowerCase();
    if (/^(lt|le|gt|ge)$/.test(operator) && name === 'lastSeen' && row.last_seen.status !== 'seen') return false;
    switch (operator) {
      case 'eq':
        return left === right;
      case 'ne':
        return left !== right;
      case 'co':
        return left.includes(right);
      case 'sw':
        return left.startsWith(right);
      case 'ew':
        return left.endsWith(right);
      case 'lt':
        return left < right;
      case 'le':
        return left <= right;
      case 'gt':
        return left > right;
      default:
        return left >= right;
    }
  };
}

const contains = (word: string): Holds => {
  const wanted = word.toLowerCase();
  return (row) => [row.username, row.display_name, row.email ?? ''].some((text) => text.toLowerCase().includes(wanted));
};

interface Part {
  from: number;
  to: number;
  holds: Holds;
}

class Reader {
  private at = 0;
  private readonly all: Token[];
  private readonly end: number;

  constructor(text: string) {
    this.all = tokens(text);
    this.end = [...text].length;
  }

  /** Alternatives, each of parts that must all hold. */
  read(): Part[][] {
    const alternatives = this.alternatives();
    const left = this.all[this.at];
    if (left) throw new FilterFault(left.from, 'and', `“${left.text}” closes nothing; take it away`);
    return alternatives;
  }

  private peek(offset = 0): string | undefined {
    return this.all[this.at + offset]?.text;
  }

  private alternatives(): Part[][] {
    const found = [this.together()];
    while (this.peek()?.toLowerCase() === 'or') {
      this.at += 1;
      found.push(this.together());
    }
    return found;
  }

  private together(): Part[] {
    const found: Part[] = [];
    for (;;) {
      found.push(this.one());
      const next = this.peek()?.toLowerCase();
      if (next === 'and') this.at += 1;
      else if (next === undefined || next === 'or' || next === ')' || next === ']') return found;
    }
  }

  private one(): Part {
    const token = this.all[this.at];
    if (!token || JOINTS.includes(token.text.toLowerCase()) || token.text === ')') {
      throw new FilterFault(
        token?.from ?? this.end,
        'a condition',
        'a condition is missing here, such as state eq "active"',
      );
    }
    this.at += 1;
    const close = (holds: Holds): Part => ({ from: token.from, to: this.all[this.at - 1]?.to ?? this.end, holds });
    if (token.text.toLowerCase() === 'not') {
      const inner = this.one();
      return close((row) => !inner.holds(row));
    }
    if (token.text === '(') return close(this.until(')'));
    const operator = this.peek()?.toLowerCase();
    const name = attributeOf(token.text);
    if (token.text.toLowerCase() === 'grants' && operator === '[') {
      this.at += 1;
      this.until(']');
      return close((row) => row.highest_role !== null);
    }
    if (operator && OPERATORS.includes(operator)) return close(this.comparison(token, name, operator));
    if (name && operator && !JOINTS.includes(operator) && !/^[()[\]]$/.test(operator)) {
      throw new FilterFault(
        this.all[this.at]?.from ?? this.end,
        OPERATORS.join(', '),
        `“${this.peek()}” is no operator: compare ${name} with one of ${OPERATORS.join(', ')}`,
      );
    }
    return close(contains(unquoted(token.text)));
  }

  private comparison(token: Token, name: string | undefined, operator: string): Holds {
    if (!name) {
      throw new FilterFault(token.from, 'an attribute', `There is no attribute “${token.text}”. Did you mean state?`);
    }
    this.at += 1;
    if (operator === 'pr') return compare(name, operator, '');
    const value = this.all[this.at];
    const { values } = ATTRIBUTES[name] as Attribute;
    const expected = values?.join(', ') ?? 'a text in quotes';
    if (!value || /^[()[\]]$/.test(value.text)) {
      throw new FilterFault(value?.from ?? this.end, expected, `a value is missing: one of ${expected}`);
    }
    const text = unquoted(value.text);
    if (/^(state|kind|mfa|seat|privileged|gone)$/.test(name) && !values?.includes(text)) {
      throw new FilterFault(value.from, expected, `“${text}” is no value of ${name}: use one of ${expected}`);
    }
    this.at += 1;
    return compare(name, operator, text);
  }

  private until(bracket: string): Holds {
    const inner = this.alternatives();
    if (this.peek() !== bracket) {
      throw new FilterFault(this.all[this.at]?.from ?? this.end, bracket, `a “${bracket}” is missing`);
    }
    this.at += 1;
    return any(inner);
  }
}

const any =
  (alternatives: Part[][]): Holds =>
  (row) =>
    alternatives.some((parts) => parts.every((part) => part.holds(row)));

/** Whether a user matches. Throws a `FilterFault`. */
export function matches(filter: string): Holds {
  return filter.trim() === '' ? () => true : any(new Reader(filter).read());
}

/** The parts that must all hold, or why it cannot be read. */
export function chipsOf(filter: string): { chips: Chip[]; fault: Fault | null } {
  if (filter.trim() === '') return { chips: [], fault: null };
  const characters = [...filter];
  const chip = (from: number, to: number): Chip => {
    const text = characters.slice(from, to).join('');
    return { from, to, text, sentence: /^[^\s()"]+$/.test(text) ? `Name or e-mail contains ${text}` : text };
  };
  try {
    const alternatives = new Reader(filter).read();
    const [parts] = alternatives;
    if (alternatives.length > 1 || !parts) {
      const from = characters.length - [...filter.trimStart()].length;
      return { chips: [chip(from, from + [...filter.trim()].length)], fault: null };
    }
    return { chips: parts.map(({ from, to }) => chip(from, to)), fault: null };
  } catch (thrown) {
    if (!(thrown instanceof FilterFault)) throw thrown;
    return { chips: [], fault: { at: thrown.at, expected: thrown.expected, message: thrown.message } };
  }
}
