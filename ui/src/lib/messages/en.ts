/** English. One catalogue; its chapters are in `en/`. */
import { dialogs } from './en/dialogs';
import { errors } from './en/errors';
import { f } from './en/format';
import { importing } from './en/importing';
import { log } from './en/log';
import { overview } from './en/overview';
import { seats } from './en/seats';
import { shell } from './en/shell';
import { start } from './en/start';
import { user } from './en/user';
import { users } from './en/users';
import { userstores } from './en/userstores';
import { words } from './en/words';

export const en = {
  format: f,
  words,
  errors,
  shell,
  start,
  overview,
  users,
  user,
  userstores,
  importing,
  seats,
  log,
  dialogs,
};

export type Messages = typeof en;
