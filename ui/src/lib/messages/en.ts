/** English. One catalogue; its chapters are in `en/`. */
import { access } from './en/access';
import { attributes } from './en/attributes';
import { auditRules } from './en/auditRules';
import { audits } from './en/audits';
import { changes } from './en/changes';
import { changing } from './en/changing';
import { dialogs } from './en/dialogs';
import { errors } from './en/errors';
import { f } from './en/format';
import { groups } from './en/groups';
import { importing } from './en/importing';
import { log } from './en/log';
import { overview } from './en/overview';
import { profile } from './en/profile';
import { reclaim } from './en/reclaim';
import { reports } from './en/reports';
import { reviews } from './en/reviews';
import { reviewEnd } from './en/reviewEnd';
import { reviewOpen } from './en/reviewOpen';
import { roles } from './en/roles';
import { seatHistory } from './en/seatHistory';
import { seatPlans } from './en/seatPlans';
import { seats } from './en/seats';
import { shell } from './en/shell';
import { snapshots } from './en/snapshots';
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
  groups,
  roles,
  audits,
  auditRules,
  profile,
  changes,
  changing,
  access,
  attributes,
  userstores,
  importing,
  seats,
  seatHistory,
  seatPlans,
  reclaim,
  reports,
  reviews,
  reviewOpen,
  reviewEnd,
  snapshots,
  log,
  dialogs,
};

export type Messages = typeof en;
