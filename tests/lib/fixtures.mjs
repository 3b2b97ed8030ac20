// The small input files, and larger ones made from a pattern.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

/** The path of a file in tests/fixtures. */
export const fixture = (name) => join(root, 'tests', 'fixtures', name);

/** The GitLab users of the fixture, to change and write anew. */
export const gitlabUsers = () => JSON.parse(readFileSync(fixture('gitlab-users.json'), 'utf8'));

/** Writes text, bytes or, for anything else, JSON; returns the path. */
export function write(path, content) {
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

/**
 * GitLab users as a machine would list them: `count` of them, numbered from
 * `from`, each with `stamp` in its name, so that two lists of the same users
 * differ in every row.
 */
export function manyUsers(count, { from = 1, stamp = 'one' } = {}) {
  return Array.from({ length: count }, (_, index) => {
    const id = from + index;
    return {
      id,
      username: `user${id}`,
      name: `User ${id} ${stamp}`,
      email: `user${id}@fern.example`,
      state: id % 10 === 0 ? 'blocked' : 'active',
      is_admin: id === from,
      bot: false,
      external: id % 7 === 0,
      two_factor_enabled: id % 3 === 0,
      created_at: '2022-01-02T08:00:00.000Z',
      last_activity_on: id % 5 === 0 ? null : '2024-10-01',
      current_sign_in_at: null,
    };
  });
}
