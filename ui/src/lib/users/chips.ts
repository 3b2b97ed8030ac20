/** A clause in words, for a chip. */
import { f, m } from '../messages';
import { readChoice, readClause } from './filter';

export interface Chip {
  /** What it speaks of, such as "userstore". */
  subject: string;
  /** What it says, such as "is gitlab". */
  says: string;
  /** Whether it is shown as it was written, because no words fit. */
  raw: boolean;
}

function valueInWords(attribute: string, value: string): string {
  if (attribute === 'state')
    return (m.words.state as Record<string, string>)[value]?.toLocaleLowerCase(f.locale) ?? value;
  if (attribute === 'kind')
    return (m.words.kind as Record<string, string>)[value]?.toLocaleLowerCase(f.locale) ?? value;
  if (value === 'true') return m.words.yes.toLocaleLowerCase(f.locale);
  if (value === 'false') return m.words.no.toLocaleLowerCase(f.locale);
  if (value === 'never' || value === 'unknown') return m.words.seenStatus[value].toLocaleLowerCase(f.locale);
  if (value === 'not_collected') return m.words.seenStatus.not_collected.toLocaleLowerCase(f.locale);
  return value;
}

export function chipOf(clause: string): Chip {
  const read = readClause(clause);
  const negated = /^not\s*\((\w+)\s+pr\)$/i.exec(clause.trim());
  if (negated?.[1]) {
    return { subject: m.users.attribute[negated[1]] ?? negated[1], says: m.users.notSet, raw: false };
  }
  const choice = readChoice(clause);
  const chosen = choice && m.users.attribute[choice.attribute];
  if (choice && chosen) {
    const values = choice.values.map((value) => valueInWords(choice.attribute, value));
    return { subject: chosen, says: `${m.users.operator.eq} ${f.either(values)}`, raw: false };
  }
  const subject = read ? m.users.attribute[read.attribute] : undefined;
  if (!read || !subject) return { subject: clause, says: '', raw: true };
  if (read.operator === 'pr') return { subject, says: m.users.set, raw: false };
  const days = /^-(\d+)d$/.exec(read.value);
  if (days && (read.operator === 'lt' || read.operator === 'le')) {
    return { subject, says: m.users.olderThan(Number(days[1])), raw: false };
  }
  if (days && (read.operator === 'gt' || read.operator === 'ge')) {
    return { subject, says: m.users.newerThan(Number(days[1])), raw: false };
  }
  const says = `${m.users.operator[read.operator] ?? read.operator} ${valueInWords(read.attribute, read.value)}`;
  return { subject, says, raw: false };
}

/** The clause in one phrase, for a screen reader. */
export function phraseOf(clause: string): string {
  const chip = chipOf(clause);
  return chip.raw ? chip.subject : `${chip.subject} ${chip.says}`;
}
